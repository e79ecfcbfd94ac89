import { isAntonError } from '@anton/contracts';
import { Redactor } from '@anton/platform';
import { bad, type Finding } from './finding';

/** The finding of a check that threw; `remedy` is for errors that have none of their own. */
export function failure(
  check: string,
  error: unknown,
  remedy: string,
  secrets: readonly string[] = [],
): Finding {
  const text = error instanceof Error ? error.message : String(error);
  return bad(check, new Redactor(secrets).redact(text), isAntonError(error) ? error.remedy : remedy);
}
