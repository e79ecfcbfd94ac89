import { setTimeout as delay } from 'node:timers/promises';
import { isAntonError } from '@anton/contracts';
import { ConstantBackoff, handleWhen, retry } from 'cockatiel';
import { ModelRequestError, ModelUnavailableError } from '../model.errors';
import { faultOf, type ModelFault } from './model-fault';
import type { RetryOptions } from './retry-options';

/**
 * The wait before try `attempt + 1`, or null when there is none. Full jitter, any wait between 0 and the bound:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function waitAfter(
  attempt: number,
  { again, retryAfterMs }: ModelFault,
  options: RetryOptions,
  leftMs: number,
): number | null {
  if (!again || leftMs <= 0) return null;
  if (retryAfterMs !== undefined) {
    return retryAfterMs <= Math.min(options.maxRetryAfterMs, leftMs) ? retryAfterMs : null;
  }
  const bound = options.initialDelayMs * 2 ** (attempt - 1);
  return Math.random() * Math.min(bound, options.maxDelayMs, leftMs);
}

function failureOf(vendor: string, error: unknown, tries: number): Error {
  const { again, status, detail, retryAfterMs } = faultOf(error);
  if (!again) return new ModelRequestError(vendor, status, detail, error);
  const counted = tries === 1 ? detail : `${detail} (after ${tries} tries)`;
  return new ModelUnavailableError(vendor, counted, { cause: error, retryAfterMs });
}

/**
 * The one retry policy of all model calls: bounded in tries and in time, jittered, obedient to `retry-after`.
 * The wait lies inside the try, because cockatiel's own cannot be aborted.
 * @throws ModelUnavailableError after the last try, or when the time is over.
 * @throws ModelRequestError at once when the vendor will never accept the request.
 * @throws the signal's reason when `signal` aborts.
 */
export async function callWithRetry<T>(
  vendor: string,
  options: RetryOptions,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lastStart = Date.now() + options.retryMs;
  const over = AbortSignal.timeout(options.totalMs);
  const bounds = signal === undefined ? over : AbortSignal.any([signal, over]);
  let tries = 0;
  let waitMs: number | null = 0;
  let failure: unknown;
  const policy = retry(
    handleWhen(() => waitMs !== null && !bounds.aborted),
    { maxAttempts: options.attempts - 1, backoff: new ConstantBackoff(0) },
  );
  const attempt = async (): Promise<T> => {
    await delay(waitMs ?? 0, undefined, { signal: bounds });
    tries += 1;
    try {
      return await work(bounds);
    } catch (error) {
      failure = error;
      waitMs = waitAfter(tries, faultOf(error), options, lastStart - Date.now());
      throw error;
    }
  };
  try {
    return await policy.execute(attempt, bounds);
  } catch (error) {
    signal?.throwIfAborted();
    if (isAntonError(error)) throw error;
    const late = over.aborted && new Error(`no end within ${options.totalMs} ms`, { cause: failure });
    throw failureOf(vendor, late || (failure ?? error), Math.max(1, tries));
  }
}
