import { setTimeout as delay } from 'node:timers/promises';
import type { AntonError } from '@anton/contracts';
import { bulkhead, ConstantBackoff, handleWhen, retry, type IPolicy } from 'cockatiel';
import {
  KubernetesDeniedError,
  KubernetesRefusedError,
  KubernetesUnavailableError,
} from '../kubernetes-executor.errors';
import type { CallTimes } from '../kubernetes-executor.options';
import { faultOf, type ApiFault } from './api-fault';

/** Calls at once: a burst of launches must not fill the API server's seats (field note B7). */
const IN_FLIGHT = 20;
/** Kubernetes answers 403 to what would exceed a quota: waiting helps. */
const QUOTA = /exceeded quota|being terminated/;
/** No right is missing: a policy of the cluster does not want this object. */
const ADMISSION = /admission/i;

/** The statuses that are an answer and no failure. */
export type Expected = 404 | 409;

function waitAfter(attempt: number, fault: ApiFault, times: CallTimes): number | null {
  if (!fault.again) return null;
  if (fault.retryAfterMs !== undefined)
    return fault.retryAfterMs <= times.maxRetryAfterMs ? fault.retryAfterMs : null;
  return Math.random() * Math.min(times.initialDelayMs * 2 ** attempt, times.maxDelayMs);
}

function errorOf(what: string, fault: ApiFault, cause: unknown): AntonError {
  const { status, detail, again, retryAfterMs } = fault;
  if (status === null || again || (status === 403 && QUOTA.test(detail)) || status === 409)
    return new KubernetesUnavailableError(what, detail, { cause, retryAfterMs });
  if (status === 401 || status === 404 || (status === 403 && !ADMISSION.test(detail)))
    return new KubernetesDeniedError(what, status, detail, cause);
  return new KubernetesRefusedError(what, status, detail, cause);
}

/**
 * Makes the calls to the API server: each try has its own time, 429 and 5xx and what breaks off are tried again with
 * jitter, Retry-After is obeyed, all bounded.
 */
export class ApiCaller {
  private readonly places: IPolicy = bulkhead(IN_FLIGHT, Number.MAX_SAFE_INTEGER);

  constructor(private readonly times: CallTimes) {}

  /**
   * `expected` statuses are returned as themselves.
   * @throws KubernetesUnavailableError, KubernetesDeniedError, KubernetesRefusedError
   */
  async call<T, E extends Expected = never>(
    what: string,
    work: (signal: AbortSignal) => Promise<T>,
    ...expected: readonly E[]
  ): Promise<T | E> {
    let failed = 0;
    let waitMs: number | null = 0;
    const policy = retry(
      handleWhen(() => waitMs !== null),
      { maxAttempts: this.times.attempts - 1, backoff: new ConstantBackoff(0) },
    );
    try {
      return await policy.execute(async () => {
        await delay(waitMs ?? 0);
        try {
          return await this.places.execute(() => this.once(work));
        } catch (error) {
          waitMs = waitAfter(failed, faultOf(error), this.times);
          failed += 1;
          throw error;
        }
      });
    } catch (error) {
      const fault = faultOf(error);
      const answer = expected.find((status) => status === fault.status);
      if (answer !== undefined) return answer;
      throw errorOf(what, fault, error);
    }
  }

  /** The signal ends the request; the race ends a call that does not listen to it. */
  private async once<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { timeoutMs } = this.times;
    const over = new AbortController();
    const late = new Promise<never>((_, reject) => {
      over.signal.addEventListener('abort', () => reject(new Error(`no answer within ${timeoutMs} ms`)));
    });
    const timer = setTimeout(() => over.abort(), timeoutMs);
    try {
      return await Promise.race([work(over.signal), late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
