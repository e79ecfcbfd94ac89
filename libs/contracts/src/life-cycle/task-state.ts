import { RUN_STATUSES, type RunStatus } from '../report/run-status';

/**
 * `accepted → routing → waiting(reason) → running → settled(outcome)` (architecture 5.12), and back to `waiting` when an
 * operator wants another attempt.
 */
export const TASK_STATES = ['accepted', 'routing', 'waiting', 'running', 'settled'] as const;
export type TaskState = (typeof TASK_STATES)[number];

const OTHER_OUTCOMES = [
  'needs_info',
  'not_fixable',
  'cancelled',
  'recovered',
  'superseded',
  'dead_letter',
] as const;

/** How a task ends: a run's status, or an end without a run. A closed list. */
export type TaskOutcome = RunStatus | (typeof OTHER_OUTCOMES)[number];
export const TASK_OUTCOMES: readonly TaskOutcome[] = [...RUN_STATUSES, ...OTHER_OUTCOMES];

const NEXT: Readonly<Record<TaskState, readonly TaskState[]>> = {
  accepted: ['routing', 'settled'],
  routing: ['waiting', 'settled'],
  waiting: ['routing', 'running', 'settled'],
  running: ['waiting', 'settled'],
  settled: ['waiting'],
};

/**
 * True when a task may go from one state to the other. `running → waiting` is a run that vanished; `settled → waiting`
 * is an operator's retry, and nobody else's to do.
 */
export function mayBecome(from: TaskState, to: TaskState): boolean {
  return NEXT[from].includes(to);
}
