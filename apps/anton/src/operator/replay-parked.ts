import type { IntakeAnswer, IntakeService } from '@anton/intake';
import type { ParkedDelivery } from '@anton/queue';
import type { OpenIntake } from './open-intake';
import { walkParked, type ParkedSelection } from './walk-parked';

/** What is to be replayed, and whether in earnest. */
export interface ReplaySelection extends ParkedSelection {
  readonly isDryRun: boolean;
}

/** One parked delivery, as an operator sees it. `place` counts from the oldest. */
export interface ListedDelivery {
  readonly place: number;
  readonly source: string;
  readonly receivedAt: string;
  readonly bytes: number;
}

/** What became of one: its task or signal is durable, it asks for nothing, or it cannot be read and stays parked. */
export type ReplayedDelivery = ListedDelivery &
  (
    | { readonly status: 'accepted'; readonly id: string }
    | { readonly status: 'ignored'; readonly reason: string }
    | { readonly status: 'kept'; readonly reason: string }
  );

/** How a replay ended; `stoppedBy` is the error that ended it early. Nothing is lost then: run it again. */
export interface ReplaySummary {
  readonly accepted: number;
  readonly ignored: number;
  readonly kept: number;
  readonly stoppedBy: unknown;
}

/** A parked delivery without its body. */
export function listed({ source, receivedAt, rawBody }: ParkedDelivery, place: number): ListedDelivery {
  return { place, source, receivedAt: receivedAt.toISOString(), bytes: rawBody.length };
}

function outcomeOf(answer: IntakeAnswer) {
  switch (answer.status) {
    case 'accepted':
      return { status: 'accepted', id: 'taskId' in answer ? answer.taskId : answer.signalId } as const;
    case 'ignored':
      return { status: 'ignored', reason: answer.reason } as const;
    case 'parked':
      return { status: 'kept', reason: answer.reason } as const;
  }
}

/**
 * Takes parked deliveries through the intake again, as they were received, and removes each once its message is durable
 * or it asks for nothing. Killed in between, the one at hand is taken again by the next replay and gets the same id.
 * Tells `tell` of each as it goes. Never throws: what stops it is in the summary.
 */
export async function replayParked(
  { queue, intake }: { readonly queue: OpenIntake['queue']; readonly intake: Pick<IntakeService, 'retake'> },
  { isDryRun, ...selection }: ReplaySelection,
  tell: (replayed: ReplayedDelivery) => void,
): Promise<ReplaySummary> {
  const counts = { accepted: 0, ignored: 0, kept: 0 };
  try {
    await walkParked(queue, selection, async (parked, place) => {
      const outcome = outcomeOf(await intake.retake(parked, { isDryRun }));
      counts[outcome.status] += 1;
      tell({ ...listed(parked, place), ...outcome });
      return isDryRun || outcome.status === 'kept' ? 'keep' : 'remove';
    });
    return { ...counts, stoppedBy: null };
  } catch (error) {
    return { ...counts, stoppedBy: error ?? new Error('stopped') };
  }
}
