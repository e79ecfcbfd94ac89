import { mayBecome, type RunState } from '@anton/contracts';
import { IllegalTransitionError } from './ledger.errors';
import type { RunTransition, TaskTransition } from './ledger.port';

const NEXT_OF_RUN: Readonly<Record<RunState, readonly RunState[]>> = {
  created: ['started', 'reported', 'vanished', 'settled'],
  started: ['reported', 'vanished', 'settled'],
  reported: ['settled'],
  vanished: ['settled'],
  settled: [],
};

/** True for a transition that only stores something: a new reason, another time, a handle. */
export const stays = ({ from, to }: { from: string; to: string }): boolean => from === to && to !== 'settled';

/**
 * Refuses a transition of a task that no task may make; it may stay in an open state. Only an intent reopens a task.
 * @throws IllegalTransitionError also when a settled task has no outcome, or an open one has.
 */
export function assertTaskMay({ from, to, outcome }: TaskTransition, isByIntent = false): void {
  if (from === 'settled' && !isByIntent)
    throw new IllegalTransitionError('a task', from, to, 'it has ended, and nobody asked for a retry');
  if (!stays({ from, to }) && !mayBecome(from, to)) throw new IllegalTransitionError('a task', from, to);
  const hasOutcome = (outcome ?? null) !== null;
  if (to === 'settled' && !hasOutcome)
    throw new IllegalTransitionError('a task', from, to, 'it has no outcome');
  if (to !== 'settled' && hasOutcome)
    throw new IllegalTransitionError('a task', from, to, 'only the end has an outcome');
}

/** Refuses a transition of a run that no run may make; it may stay in an open state. @throws IllegalTransitionError */
export function assertRunMay({ from, to }: Pick<RunTransition, 'from' | 'to'>): void {
  if (!stays({ from, to }) && !NEXT_OF_RUN[from].includes(to))
    throw new IllegalTransitionError('a run', from, to);
}
