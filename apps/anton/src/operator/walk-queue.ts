import type { ReviewDecision } from '@anton/queue';

class EnoughSeen extends Error {}

/** How a walk is bounded. */
export interface WalkBounds {
  /** At most so many are visited. */
  readonly limit: number;
  /** They are looked for among so many of the oldest. */
  readonly among: number;
}

type Review<T> = (decide: (item: T) => Promise<ReviewDecision>, limit: number) => Promise<void>;

/**
 * Hands what a queue has put away to `visit`, oldest first, each once, with its place among all that is there. What does
 * not match stays. What `visit` throws ends the walk; what it was about stays as well.
 */
export async function walkQueue<T>(
  review: Review<T>,
  { limit, among }: WalkBounds,
  matches: (item: T) => boolean,
  visit: (item: T, place: number) => Promise<ReviewDecision>,
): Promise<void> {
  let place = 0;
  let seen = 0;
  const decide = async (item: T): Promise<ReviewDecision> => {
    if (seen === limit) throw new EnoughSeen();
    place += 1;
    if (!matches(item)) return 'keep';
    seen += 1;
    return visit(item, place);
  };
  try {
    await review(decide, among);
  } catch (error) {
    if (!(error instanceof EnoughSeen)) throw error;
  }
}
