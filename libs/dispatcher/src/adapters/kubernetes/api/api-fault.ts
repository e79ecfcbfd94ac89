/** What the failure of a call means. `status` is null when there was no answer. */
export interface ApiFault {
  readonly status: number | null;
  /** Kubernetes' own word, e.g. `AlreadyExists`, when the answer has one. */
  readonly reason: string | null;
  /** Without headers, which may hold credentials: the client's own message has them. */
  readonly detail: string;
  /** Trying again may help. */
  readonly again: boolean;
  readonly retryAfterMs?: number;
}

const MAX_DETAIL = 1_000;
const AGAIN = new Set([408, 425, 429, 500, 502, 503, 504]);

interface ApiAnswer {
  readonly code: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** Structural: the class is the client's, which is loaded late. */
function isAnswer(error: unknown): error is ApiAnswer {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'body' in error;
}

function statusObject(body: unknown): { message?: unknown; reason?: unknown } {
  if (typeof body !== 'string') return typeof body === 'object' && body !== null ? body : {};
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return { message: body };
  }
}

/** Seconds or an HTTP date. */
function retryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}

/** Reads any error of a call. */
export function faultOf(error: unknown): ApiFault {
  if (!isAnswer(error))
    return { status: null, reason: null, detail: textOf(error).slice(0, MAX_DETAIL), again: true };
  const { message, reason } = statusObject(error.body);
  const retryAfterMs = retryAfter(error.headers?.['retry-after']);
  return {
    status: error.code,
    reason: typeof reason === 'string' ? reason : null,
    detail: (typeof message === 'string' ? message : `HTTP ${error.code}`).slice(0, MAX_DETAIL),
    again: AGAIN.has(error.code),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}
