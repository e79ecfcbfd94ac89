import type { CheckRun, CheckSession } from './check-session';

/** Longer red runs are not made twice: the time belongs to the task. Milliseconds. */
const MAX_FIRST_MS = 150_000;

/**
 * Makes a red run once more, unchanged: tests that fail in one and not in the other are named flaky. The run that
 * counts is the green one when there is one, else the first. A run that did not terminate is taken as it is.
 */
export async function withoutFlaky(
  checks: CheckSession,
  first: CheckRun,
  signal: AbortSignal,
): Promise<CheckRun> {
  if (first.outcome !== 'failed' || first.durationMs > MAX_FIRST_MS || first.failures.length === 0)
    return first;
  const second = await checks.run(signal);
  if (second.outcome === 'timed_out') return first;
  const stays = new Set(second.failures.map(({ id }) => id));
  const flipped = first.failures.map(({ id }) => id).filter((id) => !stays.has(id));
  return { ...(second.outcome === 'passed' ? second : first), flaky: flipped };
}
