import { isAntonError } from '@anton/contracts';

/** A failed try. `again` false: the vendor will never accept this request. */
export interface ModelFault {
  readonly again: boolean;
  readonly status: number | undefined;
  readonly detail: string;
  /** The wait that the vendor asked for, milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** Statuses that another try may cure: request timeout, conflict, too early, rate limit. */
const RETRIED = new Set([408, 409, 425, 429]);
/** A 429 that no wait cures: the account's money is spent (documented by both vendors). */
const SPENT = new Set([
  'enforced_spend_limit_reached',
  'contract_spend_limit_reached',
  'insufficient_quota',
  'billing_hard_limit_reached',
]);
/** An error inside a stream comes without a status, under the vendor's name for it. */
const STATUS_BY_NAME: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  invalid_prompt: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  insufficient_quota: 429,
  api_error: 500,
  server_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};
const MAX_DETAIL = 500;
const MAX_CAUSES = 5;

interface VendorError {
  readonly status?: unknown;
  readonly headers?: { get?: (name: string) => string | null };
  /** OpenAI's name of the error. */
  readonly code?: unknown;
  /** Anthropic's kind and name of the error. */
  readonly type?: unknown;
  readonly errorCode?: unknown;
}

function retryAfterOf({ headers }: VendorError): number | undefined {
  const exact = Number(headers?.get?.('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact)) return Math.max(0, exact);
  const text = headers?.get?.('retry-after') ?? null;
  if (text === null) return undefined;
  const seconds = Number(text);
  const wait = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(text) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}

function namesOf({ code, type, errorCode }: VendorError): string[] {
  return [errorCode, code, type].filter((name) => typeof name === 'string');
}

function statusOf(vendor: VendorError, names: readonly string[]): number | undefined {
  if (typeof vendor.status === 'number') return vendor.status;
  const known = names.find((name) => Object.hasOwn(STATUS_BY_NAME, name));
  return known === undefined ? undefined : STATUS_BY_NAME[known];
}

/** The message and those of its causes: an SDK says `Connection error.`, and only the innermost says of what. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const messages = new Set<string>();
  let cause: unknown = error;
  for (let depth = 0; depth < MAX_CAUSES && cause instanceof Error; depth += 1) {
    messages.add(cause.message);
    ({ cause } = cause);
  }
  return [...messages].join(': ');
}

/**
 * What an error of a vendor's SDK means. Both SDKs put the HTTP status, the headers and the vendor's name of the error
 * on it; one with neither status nor known name is a connection that failed, a stream that was cut, or an answer that
 * could not be read.
 */
export function faultOf(error: unknown): ModelFault {
  const vendor: VendorError = typeof error === 'object' && error !== null ? error : {};
  const names = namesOf(vendor);
  const status = statusOf(vendor, names);
  const passes = status === undefined || RETRIED.has(status) || status >= 500;
  return {
    again: passes && !isAntonError(error) && !names.some((name) => SPENT.has(name)),
    status,
    detail: detailOf(error).slice(0, MAX_DETAIL),
    retryAfterMs: retryAfterOf(vendor),
  };
}
