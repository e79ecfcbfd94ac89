import { describe, expect, it } from 'vitest';
import type { TaskState } from '@anton/contracts';
import { HOUR_MS, type LedgerWorld } from './ledger-world';

/** What the scheduler and an operator ask for. */
export function listingContract(world: LedgerWorld): void {
  const { accepted, waiting, running, idsOf } = world;

  describe('listing', () => {
    it('filters by state, source and correlation key', async () => {
      await accepted('PAY-1', { source: 'SONAR' });
      await waiting('PAY-2');
      await accepted('PAY-3', { correlationKey: 'one object' });
      expect(await idsOf({ states: ['waiting'] })).toEqual(['PAY-2']);
      expect(await idsOf({ source: 'SONAR' })).toEqual(['PAY-1']);
      expect(await idsOf({ correlationKey: 'one object' })).toEqual(['PAY-3']);
      expect(await idsOf({ states: ['settled'] })).toEqual([]);
    });

    it('lists only what is due', async () => {
      await waiting('PAY-1');
      const { taskId } = await waiting('PAY-2');
      const notBefore = new Date(Date.now() + HOUR_MS);
      await world.ledger.moveTask(taskId, { from: 'waiting', to: 'waiting', notBefore });
      expect(await idsOf({ dueAt: new Date() })).toEqual(['PAY-1']);
      expect(await idsOf({ dueAt: notBefore, limit: 5 })).toHaveLength(2);
    });

    it('orders by urgency, then by age, and cuts after the limit', async () => {
      const priorities = ['P4', 'P1', 'P4', 'P2'] as const;
      for (const [index, priority] of priorities.entries()) await accepted(`PAY-${index}`, { priority });
      const urgent = await idsOf({ order: 'urgency' });
      expect(urgent.slice(0, 2)).toEqual(['PAY-1', 'PAY-3']);
      expect(await idsOf({ order: 'urgency', limit: 1 })).toEqual(['PAY-1']);
    });

    it('counts tasks by state', async () => {
      await accepted('PAY-1');
      await running('PAY-2');
      await running('PAY-3');
      const none: Record<TaskState, number> = {
        accepted: 0,
        routing: 0,
        waiting: 0,
        running: 0,
        settled: 0,
      };
      expect(await world.ledger.countTasks()).toEqual({ ...none, accepted: 1, running: 2 });
    });

    it('says since when the oldest task waits that does not run', async () => {
      expect(await world.ledger.oldestWaitingSince()).toBeNull();
      await running('PAY-1');
      expect(await world.ledger.oldestWaitingSince()).toBeNull();
      const { taskId } = await waiting('PAY-2');
      await new Promise((resolve) => setTimeout(resolve, 5));
      await accepted('PAY-3');
      const oldest = await world.ledger.findTask(taskId);
      expect(await world.ledger.oldestWaitingSince()).toBe(oldest?.acceptedAt);
    });

    it('counts the waiting of a task that an operator has tried again from then on', async () => {
      const { taskId } = await accepted('PAY-1');
      await world.ledger.moveTask(taskId, { from: 'accepted', to: 'settled', outcome: 'cancelled' });
      expect(await world.ledger.oldestWaitingSince()).toBeNull();
      const intent = await world.ledger.addIntent({
        taskId,
        kind: 'retry',
        by: 'me',
        reason: null,
        isForced: false,
        isRoutedAnew: false,
      });
      const again = { from: 'settled', to: 'waiting', reason: 'retried' } as const;
      await new Promise((resolve) => setTimeout(resolve, 5));
      await world.ledger.answerIntent(intent, { status: 'done', detail: 'waits' }, again);
      const acceptedAt = (await world.ledger.findTask(taskId))?.acceptedAt ?? '';
      expect((await world.ledger.oldestWaitingSince()) ?? '').not.toBe('');
      expect(Date.parse((await world.ledger.oldestWaitingSince()) ?? '')).toBeGreaterThan(
        Date.parse(acceptedAt),
      );
    });

    it('counts runs that are not settled by executor and state', async () => {
      expect(await world.ledger.countRuns()).toEqual([]);
      const [one, two] = [await running('PAY-1'), await running('PAY-2')];
      await world.ledger.moveRun(two.taskId, 1, { from: 'created', to: 'started', handle: 'two' });
      const runs = await world.ledger.countRuns();
      expect(runs).toHaveLength(2);
      expect(runs).toContainEqual({ executor: 'process', state: 'created', runs: 1 });
      expect(runs).toContainEqual({ executor: 'process', state: 'started', runs: 1 });
      const end = { to: 'settled', outcome: 'infra' } as const;
      await world.ledger.endRun(one.taskId, 1, { from: 'created' }, end);
      expect(await world.ledger.countRuns()).toEqual([{ executor: 'process', state: 'started', runs: 1 }]);
    });
  });
}
