import type { TaskRecord } from '@anton/ledger';

const repositoryOf = (record: TaskRecord): string => record.route?.repository?.id ?? '';

/**
 * The order in which waiting tasks are dispatched: by priority; within one priority repositories take turns, counting
 * the runs that they have already, so that a repository with many tasks cannot keep another one out; then oldest first.
 * `waiting` comes oldest first.
 */
export function dispatchOrder(waiting: readonly TaskRecord[], running: readonly TaskRecord[]): TaskRecord[] {
  const turns = new Map<string, number>();
  const nextTurn = (key: string, first: number): number => {
    const turn = turns.get(key) ?? first;
    turns.set(key, turn + 1);
    return turn;
  };
  return waiting
    .map((record) => {
      const repository = repositoryOf(record);
      const { priority } = record.task;
      const active = running.filter((other) => repositoryOf(other) === repository).length;
      return { record, priority, turn: nextTurn(`${priority} ${repository}`, active) };
    })
    .toSorted((a, b) => a.priority.localeCompare(b.priority) || a.turn - b.turn)
    .map(({ record }) => record);
}
