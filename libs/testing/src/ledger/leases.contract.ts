import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Fence, Lease, Ledger } from '@anton/ledger';
import type { LedgerWorld } from './ledger-world';

const MINUTE_MS = 60_000;
const SHORT_MS = 50;
const NAME = 'scheduler';

const fenceOf = (lease: Lease | null): Fence => ({ lease: NAME, number: lease?.fence ?? 0 });

/** One holder at a time, and nothing is changed by one that was. */
export function leasesContract(world: LedgerWorld): void {
  const { accepted, waiting, running, runOf, steps } = world;
  const take = (owner: string, ttlMs = MINUTE_MS, ledger: Ledger = world.ledger) =>
    ledger.takeLease({ name: NAME, owner, ttlMs });

  describe('leases', () => {
    it('has one holder, also when many ask at once', async () => {
      const ledgers = [world.ledger, await world.subject.again(), await world.subject.again()];
      const asked = ledgers.flatMap((ledger, index) =>
        [1, 2, 3].map(async (number) => take(`owner ${index} ${number}`, MINUTE_MS, ledger)),
      );
      const holders = (await Promise.all(asked)).filter((lease) => lease !== null);
      expect(holders).toMatchObject([{ name: NAME, fence: 1 }]);
    });

    it('keeps its fence while its holder renews it, and nobody else gets it', async () => {
      expect(await take('ada')).toEqual({ name: NAME, owner: 'ada', fence: 1 });
      expect(await take('bob')).toBeNull();
      expect(await take('ada')).toMatchObject({ fence: 1 });
      expect(await take('bob')).toBeNull();
    });

    it('goes to another owner, with a larger fence, when it expires', async () => {
      await take('ada', SHORT_MS);
      await delay(2 * SHORT_MS);
      expect(await take('bob')).toMatchObject({ owner: 'bob', fence: 2 });
      expect(await take('ada')).toBeNull();
    });

    it('is renewed by its owner although it has expired, when nobody took it', async () => {
      await take('ada', SHORT_MS);
      await delay(2 * SHORT_MS);
      expect(await take('ada')).toMatchObject({ fence: 1 });
      expect(await take('bob')).toBeNull();
    });

    it('is free at once when it is released, by its owner only', async () => {
      await take('ada');
      await world.ledger.releaseLease({ name: NAME, owner: 'bob' });
      expect(await take('bob')).toBeNull();
      await world.ledger.releaseLease({ name: NAME, owner: 'ada' });
      expect(await take('bob')).toMatchObject({ fence: 2 });
    });

    it('is not waited for when its owner is gone', async () => {
      await take('ada');
      const isGone = (owner: string) => owner === 'ada';
      const asked = { name: NAME, owner: 'bob', ttlMs: MINUTE_MS, isGone };
      expect(await world.ledger.takeLease(asked)).toMatchObject({ owner: 'bob', fence: 2 });
      expect(await world.ledger.takeLease({ ...asked, owner: 'eve' })).toBeNull();
    });

    it('lets its holder change things', async () => {
      const fence = fenceOf(await take('ada'));
      const { taskId } = await accepted('PAY-1');
      expect(await world.ledger.moveTask(taskId, { from: 'accepted', to: 'routing', fence })).toBe(true);
      expect(await world.ledger.moveTask(taskId, { from: 'routing', to: 'waiting', fence })).toBe(true);
      const run = { ...runOf(await world.waiting('PAY-2')), fence };
      expect(await world.ledger.beginRun(run)).toMatchObject({ state: 'created' });
      expect(await world.ledger.moveRun(run.taskId, 1, { from: 'created', to: 'started', fence })).toBe(true);
      const end = { to: 'settled', outcome: 'infra', fence } as const;
      expect(await world.ledger.endRun(run.taskId, 1, { from: 'started' }, end)).toBe(true);
    });

    it('refuses every change of one who was its holder', async () => {
      const fence = fenceOf(await take('ada', 0));
      expect(await take('bob')).toMatchObject({ fence: fence.number + 1 });
      const tasks = [await accepted('PAY-1'), await waiting('PAY-2'), await running('PAY-3')] as const;
      const [first, second, third] = tasks;
      const before = await Promise.all(tasks.map(steps));
      const move = { from: 'accepted', to: 'routing', fence } as const;
      expect(await world.ledger.moveTask(first.taskId, move)).toBe(false);
      expect(await world.ledger.beginRun({ ...runOf(second), fence })).toBeNull();
      const start = { from: 'created', to: 'started', fence } as const;
      expect(await world.ledger.moveRun(third.taskId, 1, start)).toBe(false);
      const end = { to: 'settled', outcome: 'infra', fence } as const;
      expect(await world.ledger.endRun(third.taskId, 1, { from: 'created' }, end)).toBe(false);
      expect(await Promise.all(tasks.map(steps))).toEqual(before);
      expect(await world.ledger.countTasks()).toMatchObject({ accepted: 1, waiting: 1, running: 1 });
    });

    it('refuses a fence of a lease that nobody ever had', async () => {
      const { taskId } = await accepted('PAY-1');
      const move = { from: 'accepted', to: 'routing', fence: { lease: 'nobody', number: 1 } } as const;
      expect(await world.ledger.moveTask(taskId, move)).toBe(false);
    });
  });
}
