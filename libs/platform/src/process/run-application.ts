import { isAntonError } from '@anton/contracts';
import { JsonLogger, type LogLevel } from '../logging/json-logger';
import { Redactor } from '../logging/redactor';
import { secretValues } from './secret-values';

type Variables = Readonly<Record<string, string | undefined>>;

/** Something that runs until it is told to stop. */
export interface Running {
  close(): Promise<void>;
}

/** Resolves at the first SIGTERM or SIGINT. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

/** Prints an error that stops a start: its message and its remedy, without a secret or a stack. */
export function reportFailure(error: unknown, variables: Variables): void {
  const text = isAntonError(error) ? `${error.message}\n\n${error.remedy}` : String(error);
  process.stderr.write(`${new Redactor(secretValues(variables)).redact(text)}\n`);
  process.exitCode = 1;
}

/** Starts a server, waits for the signal to stop and stops it; a start that fails is reported and ends with status 1. */
export async function runApplication(
  app: string,
  variables: Variables,
  start: (makeLogger: (level: LogLevel) => JsonLogger) => Promise<Running>,
): Promise<void> {
  const redactor = new Redactor(secretValues(variables));
  try {
    const running = await start((level) => new JsonLogger({ app, level, redactor }));
    await untilStopped();
    await running.close();
  } catch (error) {
    reportFailure(error, variables);
    process.exit();
  }
}
