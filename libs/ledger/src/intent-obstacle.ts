import type { TaskRecord } from './ledger.port';
import type { NewIntent } from './task-intent';

/** Why an intent cannot be carried out now, and what to do instead. */
export interface IntentObstacle {
  readonly code: 'already_settled' | 'not_settled' | 'has_pull_request' | 'pruned';
  readonly problem: string;
  readonly remedy: string;
}

function whereIs({ state, attempts, outcome }: TaskRecord): string {
  if (state === 'settled') return `has ended already (${outcome ?? 'unknown'})`;
  return state === 'running' ? `is running (attempt ${attempts})` : `is ${state}`;
}

/** What stands in the way of an intent, or null: only what is open can be cancelled, only what has ended be retried. */
export function intentObstacle(
  { kind, isForced }: Pick<NewIntent, 'kind' | 'isForced'>,
  record: TaskRecord,
): IntentObstacle | null {
  const { taskId } = record.task;
  const problem = `${taskId} ${whereIs(record)}`;
  const isSettled = record.state === 'settled';
  if (kind === 'cancel' && isSettled)
    return { code: 'already_settled', problem, remedy: 'There is nothing to cancel. See `anton task show`.' };
  if (kind === 'retry' && !isSettled)
    return {
      code: 'not_settled',
      problem,
      remedy: `Wait for its end, or end it first: anton task cancel ${taskId}`,
    };
  if (kind === 'retry' && record.prunedAt !== undefined)
    return {
      code: 'pruned',
      problem: `${taskId} ended so long ago that only its tombstone is kept`,
      remedy: 'Start it anew where it came from: a new comment, label or alert makes a new task.',
    };
  if (kind === 'retry' && record.outcome === 'pr_opened' && !isForced)
    return {
      code: 'has_pull_request',
      problem: `${taskId} has a pull request`,
      remedy: 'Review it, or add --force: another attempt then works on the same branch.',
    };
  return null;
}
