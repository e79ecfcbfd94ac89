import { describe, expect, it } from 'vitest';
import { sampleRoute } from '../samples/sample-route';
import { HOUR_MS, type LedgerWorld } from './ledger-world';

/** Guarded, told, and only where the state machine leads. */
export function movingContract(world: LedgerWorld): void {
  const { accepted, steps } = world;

  describe('moving a task', () => {
    it('stores route, reason and time with the state', async () => {
      const task = await accepted('PAY-1');
      const route = sampleRoute(task);
      const notBefore = new Date(Date.now() + HOUR_MS);
      await world.ledger.moveTask(task.taskId, { from: 'accepted', to: 'routing' });
      await world.ledger.moveTask(task.taskId, {
        from: 'routing',
        to: 'waiting',
        reason: 'no room',
        notBefore,
        route,
      });
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({
        state: 'waiting',
        reason: 'no room',
        notBefore: notBefore.toISOString(),
        route,
      });
      expect(await steps(task)).toEqual([
        'task - accepted',
        'task accepted routing',
        'task routing waiting no room',
      ]);
    });

    it('forgets reason and time with the next state, but not the route', async () => {
      const task = await accepted('PAY-1');
      const route = sampleRoute(task);
      await world.ledger.moveTask(task.taskId, { from: 'accepted', to: 'routing' });
      const later = { reason: 'later', notBefore: new Date(Date.now() + HOUR_MS), route };
      await world.ledger.moveTask(task.taskId, { from: 'routing', to: 'waiting', ...later });
      await world.ledger.moveTask(task.taskId, { from: 'waiting', to: 'routing' });
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({
        reason: null,
        notBefore: null,
        route,
      });
    });

    it('stores what was found out about a task, which stays the same task', async () => {
      const task = await accepted('PAY-1');
      const hash = (await world.ledger.findTask(task.taskId))?.hash;
      await world.ledger.moveTask(task.taskId, { from: 'accepted', to: 'routing' });
      const known = Object.assign({}, task, { description: 'known better' });
      await world.ledger.moveTask(task.taskId, { from: 'routing', to: 'waiting', task: known });
      await world.ledger.moveTask(task.taskId, { from: 'waiting', to: 'waiting', reason: 'no room' });
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({ task: known, hash });
      expect(await world.ledger.accept(task)).toBe('duplicate');
    });

    it('lets one of many movers through', async () => {
      const task = await accepted('PAY-1');
      const ledgers = [world.ledger, await world.subject.again(), await world.subject.again()];
      const moved = await Promise.all(
        ledgers.map(async (one) => one.moveTask(task.taskId, { from: 'accepted', to: 'routing' })),
      );
      expect(moved.filter(Boolean)).toHaveLength(1);
      expect(await steps(task)).toEqual(['task - accepted', 'task accepted routing']);
    });

    it('says false for a task that is not there', async () => {
      const moved = await world.ledger.moveTask('jira-nobody-0000000000', {
        from: 'accepted',
        to: 'routing',
      });
      expect(moved).toBe(false);
    });

    it('gives another reason in the same state, keeping the rest', async () => {
      const task = await accepted('PAY-1');
      const notBefore = new Date(Date.now() + HOUR_MS);
      await world.ledger.moveTask(task.taskId, { from: 'accepted', to: 'routing' });
      await world.ledger.moveTask(task.taskId, { from: 'routing', to: 'waiting', reason: 'one', notBefore });
      expect(
        await world.ledger.moveTask(task.taskId, { from: 'waiting', to: 'waiting', reason: 'two' }),
      ).toBe(true);
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({
        reason: 'two',
        notBefore: notBefore.toISOString(),
      });
      expect((await steps(task)).at(-1)).toBe('task waiting waiting two');
    });

    it('settles with an outcome', async () => {
      const task = await accepted('PAY-1');
      const end = { from: 'accepted', to: 'settled', outcome: 'cancelled', reason: 'by ada' } as const;
      await world.ledger.moveTask(task.taskId, end);
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({
        state: 'settled',
        outcome: 'cancelled',
      });
      expect((await world.ledger.listEvents(task.taskId)).at(-1)).toMatchObject({
        outcome: 'cancelled',
        reason: 'by ada',
      });
    });

    it.each([
      { from: 'accepted', to: 'running' },
      { from: 'running', to: 'routing' },
      { from: 'settled', to: 'waiting' },
      { from: 'settled', to: 'settled', outcome: 'infra' },
      { from: 'accepted', to: 'settled' },
      { from: 'accepted', to: 'routing', outcome: 'infra' },
    ] as const)('refuses $from → $to ($outcome)', async (transition) => {
      const task = await accepted('PAY-1');
      const moved = world.ledger.moveTask(task.taskId, transition);
      await expect(moved).rejects.toMatchObject({ code: 'illegal_transition', category: 'permanent' });
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({ state: 'accepted' });
    });
  });
}
