import { isAntonError } from '@anton/contracts';
import {
  ExponentialBackoff,
  handleWhen,
  retry,
  timeout,
  TimeoutStrategy,
  wrap,
  type IPolicy,
} from 'cockatiel';

const isBusy = (error: unknown): boolean => isAntonError(error) && error.code === 'database_busy';

/**
 * Repeats what failed because another connection holds the lock, for at most `ms` milliseconds, then fails with the
 * last error. It waits without blocking: SQLite's own busy timeout would stop the event loop, and for ever be in the
 * way of a holder in the same process.
 */
export function busyWait(ms: number): IPolicy {
  const backoff = new ExponentialBackoff({ initialDelay: 2, maxDelay: 50 });
  const again = retry(handleWhen(isBusy), { maxAttempts: Number.POSITIVE_INFINITY, backoff });
  return wrap(timeout(ms, TimeoutStrategy.Cooperative), again);
}
