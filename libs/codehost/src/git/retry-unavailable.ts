import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import { CodeHostError } from '../code-host.errors';

/** How often and how far apart a host that cannot be reached is asked again. Milliseconds; jittered. */
const ATTEMPTS = 4;
const policy = retry(
  handleWhen((error) => error instanceof CodeHostError && error.code === 'host_unavailable'),
  { maxAttempts: ATTEMPTS - 1, backoff: new ExponentialBackoff({ initialDelay: 500, maxDelay: 8_000 }) },
);

/**
 * Runs `work`, again when the host could not be reached; everything in here is idempotent. An abort also ends the
 * wait between two tries, which cockatiel would sit out.
 */
export async function retryUnavailable<T>(
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (signal === undefined) return policy.execute(work);
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([policy.execute(work, signal), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
