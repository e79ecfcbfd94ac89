import { DelegateBackoff, handleWhen, retry } from 'cockatiel';
import { ModelRequestError, ModelUnavailableError } from '../model.errors';
import { faultOf } from './model-fault';
import type { RetryOptions } from './retry-options';

/** One try of a call. `attempt` counts from 1. */
export type Try<T> = (attempt: number, signal: AbortSignal) => Promise<T>;

/** Full jitter: any wait between 0 and the bound, https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ */
function delayOf(attempt: number, error: unknown, options: RetryOptions): number {
  const { retryAfterMs } = faultOf(error);
  if (retryAfterMs !== undefined) return retryAfterMs;
  return Math.random() * Math.min(options.maxDelayMs, options.initialDelayMs * 2 ** (attempt - 1));
}

function isWorthAnother(error: unknown, options: RetryOptions, signal: AbortSignal): boolean {
  const fault = faultOf(error);
  return fault.again && !signal.aborted && (fault.retryAfterMs ?? 0) <= options.maxRetryAfterMs;
}

/**
 * The one retry policy of all model calls: bounded in tries and in time, jittered, obedient to `retry-after`.
 * @throws ModelUnavailableError after the last try, or when the time is over.
 * @throws ModelRequestError at once when the vendor will never accept the request.
 * @throws the signal's reason when `signal` aborts.
 */
export async function callWithRetry<T>(
  vendor: string,
  options: RetryOptions,
  signal: AbortSignal | undefined,
  work: Try<T>,
): Promise<T> {
  const over = AbortSignal.timeout(options.totalMs);
  const bounds = signal === undefined ? over : AbortSignal.any([signal, over]);
  const policy = retry(
    handleWhen((error) => isWorthAnother(error, options, bounds)),
    {
      maxAttempts: options.attempts - 1,
      backoff: new DelegateBackoff((context) => {
        const error: unknown = 'error' in context.result ? context.result.error : undefined;
        return delayOf(context.attempt, error, options);
      }),
    },
  );
  try {
    return await policy.execute(({ attempt }) => work(attempt + 1, bounds), bounds);
  } catch (error) {
    signal?.throwIfAborted();
    const { again, status, detail, retryAfterMs } = faultOf(error);
    if (again) throw new ModelUnavailableError(vendor, detail, { cause: error, retryAfterMs });
    throw new ModelRequestError(vendor, status, detail, error);
  }
}
