import type { DeadLetter, ReviewDecision, TaskQueue } from '@anton/queue';
import { walkQueue } from './walk-queue';

/** Which dead letters are looked at: those that fit everything that is given. */
export interface DeadLetterSelection {
  /** The code of the last failure. */
  readonly category?: string | undefined;
  /** Of their routing key, e.g. `jira` or `generic/billing`. */
  readonly source?: string | undefined;
  /** The taskId or signalId. */
  readonly id?: string | undefined;
  /** Died at least so many milliseconds ago. */
  readonly olderThanMs?: number | undefined;
  /** Died at most so many milliseconds ago. */
  readonly newerThanMs?: number | undefined;
  /** At most so many. */
  readonly limit: number;
}

/** The source in a routing key: `task.<source>.<priority>`, `signal.<source>.<kind>`. */
export function sourceOf({ routingKey }: Pick<DeadLetter, 'routingKey'>): string | null {
  return routingKey?.split('.').slice(1, -1).join('.') ?? null;
}

function isSelected(letter: DeadLetter, selection: DeadLetterSelection, now: number): boolean {
  const { category, source, id, olderThanMs = 0, newerThanMs = Number.POSITIVE_INFINITY } = selection;
  if (category !== undefined && letter.category !== category) return false;
  if (source !== undefined && sourceOf(letter)?.toLowerCase() !== source.toLowerCase()) return false;
  if (id !== undefined && letter.id !== id) return false;
  const ageMs = now - letter.diedAt.getTime();
  return (olderThanMs === 0 || ageMs >= olderThanMs) && ageMs <= newerThanMs;
}

/**
 * Hands the dead letters of the selection to `visit`, like {@link walkQueue}; only those that are there when it begins,
 * so that one that is replayed and dies again is not met a second time.
 */
export async function walkDeadLetters(
  queue: TaskQueue,
  selection: DeadLetterSelection,
  visit: (letter: DeadLetter, place: number) => Promise<ReviewDecision>,
): Promise<void> {
  const { dead: among } = await queue.depth();
  const now = Date.now();
  await walkQueue<DeadLetter>(
    (decide, most) => queue.reviewDeadLetters(decide, most),
    { limit: selection.limit, among },
    (letter) => isSelected(letter, selection, now),
    visit,
  );
}
