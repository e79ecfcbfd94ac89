import type { ParkedDecision, ParkedDelivery, TaskQueue } from '@anton/queue';

/** Which parked deliveries are looked at. */
export interface ParkedSelection {
  /** Only those of this source. */
  readonly source?: string | undefined;
  /** At most so many. */
  readonly limit: number;
}

class EnoughSeen extends Error {}

/**
 * Hands parked deliveries to `visit`, oldest first, each once, with its place among all that are parked. One that is not
 * of the selection stays. What `visit` throws ends the walk; the delivery it was about stays as well.
 */
export async function walkParked(
  queue: TaskQueue,
  { source, limit }: ParkedSelection,
  visit: (parked: ParkedDelivery, place: number) => Promise<ParkedDecision>,
): Promise<void> {
  let place = 0;
  let seen = 0;
  const decide = async (parked: ParkedDelivery): Promise<ParkedDecision> => {
    if (seen === limit) throw new EnoughSeen();
    place += 1;
    if (source !== undefined && parked.source !== source) return 'keep';
    seen += 1;
    return visit(parked, place);
  };
  try {
    await queue.reviewParked(decide, source === undefined ? limit : Number.MAX_SAFE_INTEGER);
  } catch (error) {
    if (!(error instanceof EnoughSeen)) throw error;
  }
}
