import { describe, expect, it } from 'vitest';
import type { AgentTask } from '@anton/contracts';
import type { SpendRecord } from '@anton/ledger';
import { HOUR_MS, type LedgerWorld } from './ledger-world';

/** Money is counted once. */
export function spendContract(world: LedgerWorld): void {
  const { accepted } = world;

  describe('spend', () => {
    const spendOf = ({ taskId }: AgentTask, fields: Partial<SpendRecord> = {}): SpendRecord => ({
      taskId,
      attempt: 1,
      role: 'run',
      model: 'coder',
      repository: null,
      usd: 1.25,
      priceTable: '2026-11-22',
      heldUsd: null,
      inputTokens: 10,
      cacheReadTokens: 5,
      cacheWriteTokens: 2,
      outputTokens: 3,
      at: new Date().toISOString(),
      ...fields,
    });

    it('keeps what a run has cost once, and its newest total', async () => {
      const task = await accepted('PAY-1');
      await world.ledger.recordSpend(spendOf(task));
      const total = spendOf(task, { usd: 1.5 });
      await world.ledger.recordSpend(total);
      await world.ledger.recordSpend(total);
      expect(await world.ledger.listSpend(task.taskId)).toEqual([total]);
    });

    it('adds up what the router has cost for one attempt', async () => {
      const task = await accepted('PAY-1');
      const call = spendOf(task, { role: 'router', model: 'router', usd: 0.25 });
      await world.ledger.recordSpend(call);
      await world.ledger.recordSpend(call);
      expect(await world.ledger.listSpend(task.taskId)).toEqual([
        { ...call, usd: 0.5, inputTokens: 20, cacheReadTokens: 10, cacheWriteTokens: 4, outputTokens: 6 },
      ]);
    });

    it('sums what all tasks cost since a time, unknown prices as nothing', async () => {
      const [one, two] = [await accepted('PAY-1'), await accepted('PAY-2')];
      expect(await world.ledger.spentSince(new Date(0))).toBe(0);
      await world.ledger.recordSpend(spendOf(one));
      await world.ledger.recordSpend(spendOf(two, { attempt: 2 }));
      await world.ledger.recordSpend(spendOf(two, { usd: null }));
      await world.ledger.recordSpend(spendOf(one, { attempt: 3, at: '2020-01-01T00:00:00.000Z' }));
      expect(await world.ledger.spentSince(new Date(Date.now() - HOUR_MS))).toBe(2.5);
      expect(await world.ledger.listSpend(two.taskId)).toContainEqual(expect.objectContaining({ usd: null }));
    });

    it('counts what a run might have cost while its price is not known, and its cost as soon as it is', async () => {
      const task = await accepted('PAY-1');
      const unknown = spendOf(task, { usd: null, priceTable: null, heldUsd: 2, repository: 'payments' });
      await world.ledger.recordSpend(unknown);
      expect(await world.ledger.listSpend(task.taskId)).toEqual([unknown]);
      expect(await world.ledger.spentSince(new Date(Date.now() - HOUR_MS))).toBe(2);
      expect(await world.ledger.spentSince(new Date(Date.now() - HOUR_MS), 'payments')).toBe(2);
      const known = spendOf(task, { usd: 0.5, repository: 'payments' });
      await world.ledger.recordSpend(known);
      expect(await world.ledger.listSpend(task.taskId)).toEqual([known]);
      expect(await world.ledger.spentSince(new Date(Date.now() - HOUR_MS))).toBe(0.5);
    });

    it('keeps what a transition cost with it, or neither', async () => {
      const task = await accepted('PAY-1');
      const spend = spendOf(task, { role: 'router' });
      const claim = { from: 'accepted', to: 'routing' } as const;
      expect(await world.ledger.moveTask(task.taskId, { from: 'routing', to: 'waiting', spend })).toBe(false);
      expect(await world.ledger.listSpend(task.taskId)).toEqual([]);
      expect(await world.ledger.moveTask(task.taskId, { ...claim, spend })).toBe(true);
      expect(await world.ledger.listSpend(task.taskId)).toEqual([spend]);
      expect(await world.ledger.moveTask(task.taskId, { ...claim, spend })).toBe(false);
      expect(await world.ledger.listSpend(task.taskId)).toEqual([spend]);
    });

    it('sums what the tasks of one repository cost', async () => {
      const [one, two] = [await accepted('PAY-1'), await accepted('SHOP-1')];
      await world.ledger.recordSpend(spendOf(one, { repository: 'payments' }));
      await world.ledger.recordSpend(spendOf(two, { repository: 'shop', usd: 3 }));
      await world.ledger.recordSpend(spendOf(two, { role: 'router', usd: 0.5 }));
      const hour = new Date(Date.now() - HOUR_MS);
      expect(await world.ledger.spentSince(hour, 'payments')).toBe(1.25);
      expect(await world.ledger.spentSince(hour, 'shop')).toBe(3);
      expect(await world.ledger.spentSince(hour, 'nobody')).toBe(0);
    });
  });
}
