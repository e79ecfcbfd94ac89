import { COMPLEXITIES, type Complexity } from '@anton/contracts';
import type { RunRecord } from '@anton/ledger';
import { categoryOf, type FailureCategory } from '../failure-category';

/** Somebody took the run's place away, which says nothing about the run: one more attempt, whichever of them it was. */
const DISPLACED: readonly FailureCategory[] = [
  'evicted',
  'node_lost',
  'pod_deleted',
  'killed',
  'interrupted',
];

type Ended = Pick<RunRecord, 'reason'>;

const ended = (before: readonly Ended[], categories: readonly FailureCategory[]): boolean =>
  before.some(({ reason }) => {
    const category = categoryOf(reason);
    return category !== undefined && categories.includes(category);
  });

/** The next size of resources, or null for the largest. */
function nextSize(complexity: Complexity): Complexity | null {
  return COMPLEXITIES[COMPLEXITIES.indexOf(complexity) + 1] ?? null;
}

/**
 * Whether a run that ended as `category` is tried again: displaced once at most, out of memory once with the next size,
 * anything else never. `before` are the earlier runs of the task, so a restart changes nothing.
 */
export function mayRetry(
  category: FailureCategory,
  before: readonly Ended[],
  complexity: Complexity,
): boolean {
  if (DISPLACED.includes(category)) return !ended(before, DISPLACED);
  return category === 'out_of_memory' && !ended(before, ['out_of_memory']) && nextSize(complexity) !== null;
}

/** The size of the next run: one above the route's once a run before ran out of memory. */
export function sizeAfter(before: readonly Ended[], complexity: Complexity): Complexity {
  return ended(before, ['out_of_memory']) ? (nextSize(complexity) ?? complexity) : complexity;
}
