import { describe, expect, it } from 'vitest';
import { type LedgerWorld } from './ledger-world';

/** A run and its task move together. */
export function runsContract(world: LedgerWorld): void {
  const { accepted, waiting, running, runOf, steps } = world;

  describe('runs', () => {
    it('begins a run together with its task', async () => {
      const task = await waiting('PAY-1');
      const run = runOf(task);
      expect(await world.ledger.beginRun(run)).toMatchObject({
        taskId: task.taskId,
        attempt: 1,
        executor: 'process',
        state: 'created',
        handle: null,
        report: null,
        deadlineAt: run.deadlineAt.toISOString(),
      });
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({
        state: 'running',
        attempts: 1,
        reason: null,
      });
      expect((await steps(task)).slice(-2)).toEqual(['task waiting running', 'run - created']);
    });

    it('begins it once, also from several sides at once', async () => {
      const task = await waiting('PAY-1');
      const ledgers = [world.ledger, await world.subject.again(), await world.subject.again()];
      const runs = await Promise.all(ledgers.map(async (one) => one.beginRun(runOf(task))));
      expect(runs.filter((run) => run !== null)).toHaveLength(1);
      expect(await world.ledger.listRuns({ taskId: task.taskId })).toHaveLength(1);
    });

    it('does not begin a run out of turn, nor of a task that does not wait', async () => {
      const task = await waiting('PAY-1');
      expect(await world.ledger.beginRun(runOf(task, 2))).toBeNull();
      expect(await world.ledger.beginRun(runOf(await accepted('PAY-2')))).toBeNull();
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({ state: 'waiting', attempts: 0 });
    });

    it('moves a run, with handle and reason', async () => {
      const { taskId } = await running('PAY-1');
      expect(await world.ledger.moveRun(taskId, 1, { from: 'created', to: 'started', handle: 'pid 7' })).toBe(
        true,
      );
      expect(await world.ledger.moveRun(taskId, 1, { from: 'created', to: 'started' })).toBe(false);
      expect(await world.ledger.moveRun(taskId, 1, { from: 'started', to: 'vanished', reason: 'OOM' })).toBe(
        true,
      );
      const [run] = await world.ledger.listRuns({ states: ['vanished'] });
      expect(run).toMatchObject({ taskId, handle: 'pid 7', state: 'vanished', reason: 'OOM' });
      expect(await world.ledger.listRuns({ states: ['created', 'started'] })).toEqual([]);
    });

    it.each([
      { from: 'started', to: 'created' },
      { from: 'reported', to: 'vanished' },
      { from: 'settled', to: 'started' },
    ] as const)('refuses a run $from → $to', async (transition) => {
      const { taskId } = await running('PAY-1');
      await expect(world.ledger.moveRun(taskId, 1, transition)).rejects.toMatchObject({
        code: 'illegal_transition',
      });
    });

    it('ends a run and its task in one step', async () => {
      const task = await running('PAY-1');
      const end = { to: 'settled', outcome: 'tests_failing', reason: 'two are red' } as const;
      expect(await world.ledger.endRun(task.taskId, 1, { from: 'created' }, end)).toBe(true);
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({
        state: 'settled',
        outcome: 'tests_failing',
      });
      expect(await world.ledger.listRuns({ states: ['settled'] })).toHaveLength(1);
      expect(await world.ledger.endRun(task.taskId, 1, { from: 'created' }, end)).toBe(false);
      expect((await steps(task)).slice(-2)).toEqual([
        'run created settled',
        'task running settled two are red',
      ]);
    });

    it('sends a task back to wait for the next attempt', async () => {
      const task = await running('PAY-1');
      const back = { to: 'waiting', reason: 'lost', notBefore: new Date(Date.now() - 1) } as const;
      await world.ledger.endRun(task.taskId, 1, { from: 'created', reason: 'killed' }, back);
      expect(await world.ledger.beginRun(runOf(task))).toBeNull();
      expect(await world.ledger.beginRun(runOf(task, 2))).toMatchObject({ attempt: 2 });
      const runs = await world.ledger.listRuns({ taskId: task.taskId });
      expect(runs.map(({ attempt, state }) => `${attempt} ${state}`)).toEqual(['1 settled', '2 created']);
    });

    it('leaves the run alone when its task is somewhere else', async () => {
      const task = await running('PAY-1');
      await world.ledger.moveTask(task.taskId, { from: 'running', to: 'settled', outcome: 'cancelled' });
      const before = await steps(task);
      const ended = await world.ledger.endRun(task.taskId, 1, { from: 'created' }, { to: 'waiting' });
      expect(ended).toBe(false);
      expect(await world.ledger.listRuns({ states: ['created'] })).toHaveLength(1);
      expect(await steps(task)).toEqual(before);
    });
  });
}
