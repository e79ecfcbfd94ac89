import { STATUS_CODES } from 'node:http';

export const PROBLEM_TYPE = 'application/problem+json';

/** Seconds after which a sender may try again. */
export const RETRY_AFTER = '5';

const texts = new Map<number, string>();

/** The body of a problem (RFC 9457) as JSON text: the same for every error of one status, nothing of the input. */
export function problemText(status: number): string {
  const made = texts.get(status);
  if (made !== undefined) return made;
  const text = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status });
  texts.set(status, text);
  return text;
}
