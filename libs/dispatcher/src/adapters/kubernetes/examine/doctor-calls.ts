import type { CallTimes } from '../kubernetes-executor.options';

/** A doctor does not wait for an API server that is down. */
export const DOCTOR_CALLS: CallTimes = {
  timeoutMs: 5_000,
  attempts: 2,
  initialDelayMs: 200,
  maxDelayMs: 200,
  maxRetryAfterMs: 2_000,
};
