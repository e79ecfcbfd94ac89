import type { RunState } from './run-state';
import type { TaskOutcome, TaskState } from './task-state';

/** One row of the ledger's `events`: a transition of a task or of one of its runs. `at` is ISO 8601 UTC. */
export type LifeCycleEvent = TaskTransitioned | RunTransitioned;

/** A task changed its state. `reason` is text that an operator can read. */
export interface TaskTransitioned {
  readonly type: 'task';
  readonly taskId: string;
  readonly at: string;
  readonly from: TaskState | null;
  readonly to: TaskState;
  readonly outcome: TaskOutcome | null;
  readonly reason: string | null;
}

/** A run changed its state. */
export interface RunTransitioned {
  readonly type: 'run';
  readonly taskId: string;
  readonly attempt: number;
  readonly at: string;
  readonly from: RunState | null;
  readonly to: RunState;
  readonly reason: string | null;
}
