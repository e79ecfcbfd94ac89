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
  });
}
