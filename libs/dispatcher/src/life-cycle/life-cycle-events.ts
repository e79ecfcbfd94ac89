import type { RunTransitioned, TaskTransitioned } from '@anton/contracts';
import type { RunRecord, RunTransition, TaskTransition } from '@anton/ledger';

/** Which run. */
export type RunName = Pick<RunRecord, 'taskId' | 'attempt'>;

const now = (): string => new Date().toISOString();

/** What happened to a task, now; `from` is null for one that is new. */
export function taskEvent(
  taskId: string,
  move: Omit<TaskTransition, 'from'> & { from: TaskTransition['from'] | null },
): TaskTransitioned {
  const { from, to, outcome = null, reason = null } = move;
  return { type: 'task', taskId, at: now(), from, to, outcome, reason };
}

/** What happened to a run, now; `from` is null for one that is new. */
export function runEvent(
  { taskId, attempt }: RunName,
  move: Omit<RunTransition, 'from'> & { from: RunTransition['from'] | null },
): RunTransitioned {
  const { from, to, reason = null } = move;
  return { type: 'run', taskId, attempt, at: now(), from, to, reason };
}
