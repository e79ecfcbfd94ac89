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
/** A 429 that no wait cures: the account's spend limit (documented by Anthropic). */
const SPEND_LIMIT = /(?:enforced|contract)_spend_limit_reached/;
const MAX_DETAIL = 500;

interface VendorError {
  readonly status?: unknown;
  readonly headers?: { get?: (name: string) => string | null };
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

/**
 * What an error of a vendor's SDK means. Both SDKs put the HTTP status and the headers on their errors; an error without
 * a status is a connection that failed, a stream that was cut, or an answer that could not be read.
 */
export function faultOf(error: unknown): ModelFault {
  const vendor = (typeof error === 'object' && error !== null ? error : {}) as VendorError;
  const detail = (error instanceof Error ? error.message : String(error)).slice(0, MAX_DETAIL);
  const status = typeof vendor.status === 'number' ? vendor.status : undefined;
  const again = status === undefined || RETRIED.has(status) || status >= 500;
  return { again: again && !SPEND_LIMIT.test(detail), status, detail, retryAfterMs: retryAfterOf(vendor) };
}
