import type { ParkedDelivery, ReviewDecision, TaskQueue } from '@anton/queue';
import { walkQueue } from './walk-queue';

/** Which parked deliveries are looked at. */
export interface ParkedSelection {
  /** Only those of this source. */
  readonly source?: string | undefined;
  /** At most so many. */
  readonly limit: number;
}

/** Hands the parked deliveries of the selection to `visit`, like {@link walkQueue}. */
export function walkParked(
  queue: TaskQueue,
  { source, limit }: ParkedSelection,
  visit: (parked: ParkedDelivery, place: number) => Promise<ReviewDecision>,
): Promise<void> {
  const among = source === undefined ? limit : Number.MAX_SAFE_INTEGER;
  return walkQueue<ParkedDelivery>(
    (decide, most) => queue.reviewParked(decide, most),
    { limit, among },
    (parked) => source === undefined || parked.source === source,
    visit,
  );
}
