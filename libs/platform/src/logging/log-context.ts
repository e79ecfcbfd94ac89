import { AsyncLocalStorage } from 'node:async_hooks';

/** What every log line inside a scope carries. */
export interface LogFields {
  readonly task_id?: string;
  readonly trace_id?: string;
}

const storage = new AsyncLocalStorage<LogFields>();

/** Runs `work` so that every log line written inside it, also asynchronously, carries `fields`. */
export function withLogFields<T>(fields: LogFields, work: () => T): T {
  return storage.run({ ...storage.getStore(), ...fields }, work);
}

/** The fields in force here. */
export function currentLogFields(): LogFields {
  return storage.getStore() ?? {};
}

/** The 32-hex-digit trace id of a W3C traceparent, or undefined. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  return traceparent === undefined ? undefined : /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparent)?.[1];
}
