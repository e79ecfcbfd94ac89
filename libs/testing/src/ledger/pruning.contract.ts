import { describe, expect, it } from 'vitest';
import { TaskIdCollisionError, type AgentTask } from '@anton/contracts';
import type { PruneCounts, PruneRequest } from '@anton/ledger';
import { sampleRoute } from '../samples/sample-route';
import { sampleSignal } from '../samples/sample-signal';
import { sampleTask } from '../samples/sample-task';
import { HOUR_MS, type LedgerWorld } from './ledger-world';

const LONG_AGO = new Date(0);
const YESTERDAY = new Date(Date.now() - 25 * HOUR_MS).toISOString();

/** What has ended keeps its tombstone, and nothing that is still needed is taken away. */
export function pruningContract(world: LedgerWorld): void {
  const { accepted, running } = world;

  const spent = async ({ taskId }: AgentTask, at: string): Promise<void> =>
    world.ledger.recordSpend({
      taskId,
      attempt: 1,
      role: 'run',
      model: 'coder',
      repository: null,
      usd: 1,
      inputTokens: 1,
      cacheReadTokens: 0,
      cacheWriteTokens: 0,
      outputTokens: 1,
      priceTable: null,
      heldUsd: null,
      at,
    });

  /** A task with one run, that has ended. */
  const ended = async (externalId: string): Promise<AgentTask> => {
    const task = await running(externalId);
    const { taskId } = task;
    await world.ledger.moveTask(taskId, { from: 'running', to: 'running', route: sampleRoute(task) });
    await spent(task, YESTERDAY);
    await world.ledger.endRun(taskId, 1, { from: 'created' }, { to: 'settled', outcome: 'pr_opened' });
    return task;
  };

  const retry = ({ taskId }: AgentTask) =>
    world.ledger.addIntent({
      taskId,
      kind: 'retry',
      by: 'ada',
      reason: null,
      isForced: true,
      isRoutedAnew: true,
    });

  /** All that has ended by now; no tombstone is forgotten. */
  const prune = (fields: Partial<PruneRequest> = {}): Promise<PruneCounts> =>
    world.ledger.prune({
      endedBefore: new Date(Date.now() + HOUR_MS),
      forgottenBefore: LONG_AGO,
      limit: 100,
      ...fields,
    });

  describe('pruning', () => {
    it('leaves of a task that has ended only who it was and how it ended', async () => {
      const task = await ended('PAY-1');
      expect(await prune()).toEqual({ tasks: 1, tombstones: 0, signals: 0 });
      const { taskId, title } = task;
      const record = await world.ledger.findTask(taskId);
      expect(record).toMatchObject({ state: 'settled', outcome: 'pr_opened', route: null, attempts: 1 });
      expect(record?.prunedAt).toBeDefined();
      expect(record?.task).toMatchObject({ taskId, title, description: '', labels: [], evidence: {} });
      expect(await world.ledger.listRuns({ taskId })).toEqual([]);
      expect(await world.ledger.listEvents(taskId)).toEqual([]);
      expect(await world.ledger.listSpend(taskId)).toEqual([]);
      expect(await prune()).toEqual({ tasks: 0, tombstones: 0, signals: 0 });
    });

    it('makes no second task of a message that comes again after that', async () => {
      const task = await ended('PAY-1');
      await prune();
      expect(await world.ledger.accept(task)).toBe('duplicate');
      const other = sampleTask('PAY-1', { taskId: task.taskId, logicalKey: 'another key' });
      await expect(world.ledger.accept(other)).rejects.toThrow(TaskIdCollisionError);
      expect(await world.ledger.countTasks()).toMatchObject({ accepted: 0, settled: 1 });
    });

    it('leaves alone what has not ended, or not long enough ago', async () => {
      for (const task of [await accepted('PAY-1'), await running('PAY-2'), await ended('PAY-3')])
        expect((await world.ledger.listEvents(task.taskId)).length).toBeGreaterThan(0);
      const endedBefore = new Date(Date.now() - HOUR_MS);
      expect(await prune({ endedBefore })).toMatchObject({ tasks: 0 });
      expect(await prune()).toMatchObject({ tasks: 1 });
    });

    it('leaves a task whole whose run is still to be settled', async () => {
      const { taskId } = await running('PAY-1');
      await world.ledger.moveTask(taskId, { from: 'running', to: 'settled', outcome: 'cancelled' });
      expect(await prune()).toMatchObject({ tasks: 0 });
      await world.ledger.moveRun(taskId, 1, { from: 'created', to: 'settled' });
      expect(await prune()).toMatchObject({ tasks: 1 });
    });

    it('never takes away what was spent today', async () => {
      const task = await ended('PAY-1');
      await spent(task, new Date().toISOString());
      expect(await prune()).toMatchObject({ tasks: 0 });
      expect(await world.ledger.spentSince(new Date(Date.now() - HOUR_MS))).toBe(1);
    });

    it('does not let an operator wait in vain: a retry that was asked for is answered first', async () => {
      const task = await ended('PAY-1');
      const intent = await retry(task);
      expect(await prune()).toMatchObject({ tasks: 0 });
      const answer = { status: 'refused', detail: 'no' } as const;
      expect(await world.ledger.answerIntent(intent, answer)).toBe(true);
      expect(await prune()).toMatchObject({ tasks: 1 });
    });

    it('starts nothing from a tombstone', async () => {
      const task = await ended('PAY-1');
      await prune();
      const intent = await retry(task);
      const again = { from: 'settled', to: 'waiting', route: null } as const;
      expect(await world.ledger.answerIntent(intent, { status: 'done', detail: '' }, again)).toBe(false);
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({ state: 'settled' });
    });

    it('takes the oldest first, no more than the limit at once', async () => {
      const tasks = [await ended('PAY-1'), await ended('PAY-2'), await ended('PAY-3')];
      expect(await prune({ limit: 2 })).toMatchObject({ tasks: 2 });
      const left = await Promise.all(tasks.map(({ taskId }) => world.ledger.listRuns({ taskId })));
      expect(left.map(({ length }) => length)).toEqual([0, 0, 1]);
      expect(await prune({ limit: 2 })).toMatchObject({ tasks: 1 });
    });

    it('forgets old tombstones, and nothing that is not one', async () => {
      const task = await ended('PAY-1');
      const forgottenBefore = new Date(Date.now() + HOUR_MS);
      expect(await prune({ endedBefore: LONG_AGO, forgottenBefore })).toMatchObject({ tombstones: 0 });
      expect(await prune({ forgottenBefore })).toMatchObject({ tasks: 1, tombstones: 0 });
      expect(await prune({ forgottenBefore: LONG_AGO })).toMatchObject({ tombstones: 0 });
      expect(await prune({ forgottenBefore })).toMatchObject({ tombstones: 1 });
      expect(await world.ledger.findTask(task.taskId)).toBeNull();
      expect(await world.ledger.accept(task)).toBe('accepted');
    });

    it('forgets old signals', async () => {
      const signal = sampleSignal('PAY-1');
      await world.ledger.recordSignal(signal);
      expect(await prune({ endedBefore: LONG_AGO })).toMatchObject({ signals: 0 });
      expect(await prune()).toMatchObject({ signals: 1 });
      expect(await world.ledger.listSignals(signal.correlationKey)).toEqual([]);
    });

    it('does nothing under an old fence', async () => {
      await ended('PAY-1');
      await world.ledger.takeLease({ name: 'scheduler', owner: 'ada', ttlMs: HOUR_MS });
      const none = { tasks: 0, tombstones: 0, signals: 0 };
      expect(await prune({ fence: { lease: 'scheduler', number: 7 } })).toEqual(none);
      expect(await prune({ fence: { lease: 'scheduler', number: 1 } })).toMatchObject({ tasks: 1 });
    });
  });
}
