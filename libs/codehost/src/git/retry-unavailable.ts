import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { CodeHostError } from '../code-host.errors';

/** How often and how far apart a host that cannot be reached is asked again. Milliseconds; jittered. */
const ATTEMPTS = 4;
const policy = retry(
  handleWhen((error) => error instanceof CodeHostError && error.code === 'host_unavailable'),
  { maxAttempts: ATTEMPTS - 1, backoff: new ExponentialBackoff({ initialDelay: 500, maxDelay: 8_000 }) },
);

/** Runs `work`, again when the host could not be reached; everything in here is idempotent. */
export function retryUnavailable<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  return policy.execute(work, signal);
}
