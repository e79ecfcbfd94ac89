import { STATUS_CODES } from 'node:http';

export const PROBLEM_TYPE = 'application/problem+json';

/** The body of a problem (RFC 9457) as JSON text: the same for every error of one status, nothing of the input. */
export function problemText(status: number): string {
  return JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status });
}
