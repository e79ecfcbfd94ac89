/** How a call to a model is tried again. Times in milliseconds. */
export interface RetryOptions {
  /** Calls in all, the first one included. */
  readonly attempts: number;
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
  /** A longer `retry-after` ends the call. */
  readonly maxRetryAfterMs: number;
  /** No further try begins later than this after the first one. */
  readonly retryMs: number;
  /** The call with all its tries and waits; a try that still runs then is ended. */
  readonly totalMs: number;
  /** One try: without a byte of an answer for this long, and in all. */
  readonly idleMs: number;
  readonly attemptMs: number;
}

/** `agent-loop` 5.1: 8 attempts, 2 s doubling to 60 s, `retry-after` up to 300 s, 10 min of tries; 120 s idle, 900 s in all. */
export const DEFAULT_RETRY: RetryOptions = {
  attempts: 8,
  initialDelayMs: 2_000,
  maxDelayMs: 60_000,
  maxRetryAfterMs: 300_000,
  retryMs: 600_000,
  totalMs: 1_500_000,
  idleMs: 120_000,
  attemptMs: 900_000,
};
