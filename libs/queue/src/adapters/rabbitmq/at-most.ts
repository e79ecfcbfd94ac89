import { timeout, TimeoutStrategy } from 'cockatiel';

/** How long a broker that is asked to end something politely may take, in milliseconds. */
export const POLITE_MS = 1000;

/** Waits for `work`, at most for so many milliseconds. How it ended is no matter: the broker may be gone. */
export async function atMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const limited = timeout(milliseconds, TimeoutStrategy.Aggressive);
  await limited.execute(() => work).catch(() => undefined);
}
