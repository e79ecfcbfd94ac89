import { describe, expect, it } from 'vitest';
import type { TaskRecord } from '@anton/ledger';
import { mergedTasks } from './merged-tasks';

let minute = 0;
const record = (taskId: string, fields: object = {}, priority = 'P3', correlationKey = 'PAY-1'): TaskRecord =>
  ({
    task: { taskId, priority, correlationKey },
    state: 'waiting',
    attempts: 0,
    acceptedAt: new Date((minute += 1) * 60_000).toISOString(),
    ...fields,
  }) as TaskRecord;
const merged = (...open: readonly TaskRecord[]): string[] =>
  [...mergedTasks(open)].map(([older, newer]) => `${older.task.taskId} into ${newer.task.taskId}`);

describe('what waits for one object', () => {
  it('is merged into its newest task, in whatever order they are listed', () => {
    const [a, b, c] = [record('a'), record('b', { state: 'accepted' }), record('c')];
    expect(merged(c, a, b).toSorted()).toEqual(['a into c', 'b into c']);
  });

  it('is told apart by the object', () => {
    expect(merged(record('a'), record('b', {}, 'P3', 'PAY-2'))).toEqual([]);
  });

  it.each([
    ['runs', { state: 'running' }],
    ['is being routed', { state: 'routing' }],
    ['was begun once', { attempts: 1 }],
  ])('stays when it %s', (_what, fields) => {
    expect(merged(record('a', fields), record('b'))).toEqual([]);
  });

  it('stays when it is more urgent than what came later', () => {
    expect(merged(record('a', {}, 'P1'), record('b'))).toEqual([]);
    expect(merged(record('a', {}, 'P4'), record('b'))).toEqual(['a into b']);
  });

  it('decides between two of the same moment', () => {
    const acceptedAt = '2026-11-01T10:00:00.000Z';
    expect(merged(record('b', { acceptedAt }), record('a', { acceptedAt }))).toEqual(['a into b']);
  });
});
