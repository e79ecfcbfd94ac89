import { describe, expect, it } from 'vitest';
import type { Priority } from '@anton/contracts';
import type { TaskRecord } from '@anton/ledger';
import { dispatchOrder } from './dispatch-order';

const record = (taskId: string, repository: string, priority: Priority = 'P3'): TaskRecord =>
  ({ task: { taskId, priority }, route: { repository: { id: repository } } }) as TaskRecord;
const idsOf = (records: readonly TaskRecord[]): string[] => records.map(({ task }) => task.taskId);

describe('dispatchOrder', () => {
  it('lets repositories take turns within one priority, oldest first', () => {
    const waiting = [
      record('a1', 'a'),
      record('a2', 'a'),
      record('a3', 'a'),
      record('b1', 'b'),
      record('b2', 'b'),
    ];
    expect(idsOf(dispatchOrder(waiting, []))).toEqual(['a1', 'b1', 'a2', 'b2', 'a3']);
  });

  it('counts the runs that a repository has already', () => {
    const waiting = [record('a1', 'a'), record('b1', 'b')];
    expect(idsOf(dispatchOrder(waiting, [record('a0', 'a')]))).toEqual(['b1', 'a1']);
  });

  it('puts urgency before fairness', () => {
    const waiting = [record('a1', 'a', 'P1'), record('a2', 'a', 'P1'), record('b1', 'b', 'P2')];
    expect(idsOf(dispatchOrder(waiting, [record('a0', 'a')]))).toEqual(['a1', 'a2', 'b1']);
  });
});
