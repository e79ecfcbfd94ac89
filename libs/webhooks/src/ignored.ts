import type { IgnoredCause, Intake } from './webhook-source.port';

/** The answer to a delivery that asks for nothing. */
export function ignored(reason: string, cause: IgnoredCause): Intake {
  return { kind: 'ignored', reason, cause };
}
