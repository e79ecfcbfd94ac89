import type { DeadLetter, TaskQueue } from '@anton/queue';
import { listedLetter, type ListedLetter } from './listed-letter';
import { walkDeadLetters, type DeadLetterSelection } from './walk-dead-letters';

/** What is to be replayed, and whether in earnest. */
export interface ReplayedSelection extends DeadLetterSelection {
  readonly isDryRun: boolean;
}

/** What became of one: it is durable in the queue again, or it stays because it could not be delivered to anybody. */
export type ReplayedLetter = ListedLetter &
  ({ readonly status: 'replayed' } | { readonly status: 'kept'; readonly reason: string });

/** How a replay ended; `stoppedBy` is the error that ended it early. Nothing is lost then: run it again. */
export interface LettersReplayed {
  readonly replayed: number;
  readonly kept: number;
  readonly stoppedBy: unknown;
}

const NOWHERE = 'it has no routing key that leads to Anton: another program put it there';

async function replayOne(
  queue: TaskQueue,
  letter: DeadLetter,
  isDryRun: boolean,
): Promise<'replayed' | 'kept'> {
  const { id, routingKey, body, traceparent } = letter;
  if (routingKey === null) return 'kept';
  if (!isDryRun) await queue.publish({ id, routingKey, body, traceparent });
  return 'replayed';
}

/**
 * Publishes dead letters again, as they were, and removes each once that is durable. They start with attempt 1. Killed in
 * between, the one at hand is published once more by the next replay, and the ledger takes it once by its id. Tells
 * `tell` of each as it goes. Never throws: what stops it is in the summary.
 */
export async function replayDeadLetters(
  queue: TaskQueue,
  { isDryRun, ...selection }: ReplayedSelection,
  tell: (replayed: ReplayedLetter) => void,
): Promise<LettersReplayed> {
  const counts = { replayed: 0, kept: 0 };
  try {
    await walkDeadLetters(queue, selection, async (letter, place) => {
      const status = await replayOne(queue, letter, isDryRun);
      counts[status] += 1;
      const listed = listedLetter(letter, place);
      tell(status === 'kept' ? { ...listed, status, reason: NOWHERE } : { ...listed, status });
      return isDryRun || status === 'kept' ? 'keep' : 'remove';
    });
    return { ...counts, stoppedBy: null };
  } catch (error) {
    return { ...counts, stoppedBy: error ?? new Error('stopped') };
  }
}
