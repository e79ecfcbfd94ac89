import type { RequestBody } from './scenario';

export type ScriptedRole = 'router' | 'coder' | 'reviewer';

/** One request that reached a scripted model, and what it answered. */
export interface Exchange {
  readonly role: ScriptedRole;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: RequestBody;
  readonly bytes: number;
  /** `ok`, an HTTP status, or the name of a fault. */
  readonly answered: string;
  /** The vendor's message or response with its usage; null unless `answered` is `ok`. */
  readonly reply: Readonly<Record<string, unknown>> | null;
}
