import { describe, expect, it } from 'vitest';
import type { AgentTask } from '@anton/contracts';
import { sampleSignal } from '../samples/sample-signal';
import { sampleTask } from '../samples/sample-task';
import type { LedgerWorld } from './ledger-world';

const OVER = { state: 'settled', outcome: 'recovered', reason: 'the alert recovered' };
const NOTE = 'the alert recovered at 2026-11-01T11:00:00.000Z';

/** What is over is ended, whichever comes first. */
export function signalsContract(world: LedgerWorld): void {
  const { accepted, waiting, running, steps } = world;

  const routing = async (externalId: string): Promise<AgentTask> => {
    const task = await accepted(externalId);
    await world.ledger.moveTask(task.taskId, { from: 'accepted', to: 'routing' });
    return task;
  };

  describe('signals', () => {
    it('remembers a signal once, also from several sides at once', async () => {
      const signal = sampleSignal('PAY-1');
      const ledgers = [world.ledger, await world.subject.again(), await world.subject.again()];
      const recordings = await Promise.all(
        ledgers.flatMap((one) => [one.recordSignal(signal), one.recordSignal(signal)]),
      );
      expect(recordings.filter(({ isNew }) => isNew)).toEqual([{ isNew: true, tasks: [] }]);
      const { signalId, source, kind, correlationKey, reason } = signal;
      const times = { occurredAt: '2026-11-01T11:00:00.000Z', receivedAt: '2026-11-01T11:00:01.000Z' };
      expect(await world.ledger.listSignals(correlationKey)).toEqual([
        { signalId, source, kind, correlationKey, reason, ...times },
      ]);
      expect(await world.ledger.listSignals('another object')).toEqual([]);
    });

    it.each([
      ['accepted', accepted],
      ['routing', routing],
      ['waiting', waiting],
    ] as const)('settles a task that is %s', async (state, reach) => {
      const task = await reach('PAY-1');
      const { tasks } = await world.ledger.recordSignal(sampleSignal('PAY-1'));
      const { reason } = OVER;
      const transition = { from: state, to: 'settled', outcome: 'recovered', reason };
      expect(tasks).toEqual([{ task, transition }]);
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({ ...OVER, notBefore: null });
      expect((await steps(task)).at(-1)).toBe(`task ${state} settled the alert recovered`);
    });

    it('cancels what was withdrawn', async () => {
      const { taskId } = await waiting('PAY-1');
      await world.ledger.recordSignal(sampleSignal('PAY-1', { kind: 'withdrawn', reason: 'closed by ada' }));
      const end = { state: 'settled', outcome: 'cancelled', reason: 'closed by ada' };
      expect(await world.ledger.findTask(taskId)).toMatchObject(end);
    });

    it('lets a task that is settled rest: no move from the state it was in brings it back', async () => {
      const task = await routing('PAY-1');
      await world.ledger.recordSignal(sampleSignal('PAY-1'));
      const before = await steps(task);
      for (const to of ['routing', 'waiting'] as const)
        expect(await world.ledger.moveTask(task.taskId, { from: 'routing', to })).toBe(false);
      expect(await world.ledger.beginRun(world.runOf(task))).toBeNull();
      expect(await world.ledger.findTask(task.taskId)).toMatchObject(OVER);
      expect(await steps(task)).toEqual(before);
    });

    it('leaves a run alone, and notes on its task what happened', async () => {
      const task = await running('PAY-1');
      const before = await world.ledger.findTask(task.taskId);
      const { tasks } = await world.ledger.recordSignal(sampleSignal('PAY-1'));
      expect(tasks).toEqual([{ task, transition: { from: 'running', to: 'running', reason: NOTE } }]);
      expect(await world.ledger.findTask(task.taskId)).toEqual({ ...before, reason: NOTE });
      expect((await steps(task)).at(-1)).toBe(`task running running ${NOTE}`);
      expect(await world.ledger.listRuns({ states: ['created'] })).toHaveLength(1);
    });

    it('does nothing more when it comes again', async () => {
      const [one, two] = [await waiting('PAY-1'), await running('PAY-2')];
      for (const id of ['PAY-1', 'PAY-2']) await world.ledger.recordSignal(sampleSignal(id));
      const before = [await steps(one), await steps(two)];
      for (const id of ['PAY-1', 'PAY-2'])
        expect(await world.ledger.recordSignal(sampleSignal(id))).toEqual({ isNew: false, tasks: [] });
      expect([await steps(one), await steps(two)]).toEqual(before);
      expect(await world.ledger.listSignals(one.correlationKey)).toHaveLength(1);
    });

    it.each(['2026-11-01T11:00:00Z', '2026-11-01T12:00:00+01:00', '2026-11-01T10:59:59.999Z'])(
      'ends a task of %s that comes after it, before anybody can route it',
      async (occurredAt) => {
        await world.ledger.recordSignal(sampleSignal('PAY-1'));
        const task = sampleTask('PAY-1', { occurredAt });
        expect(await world.ledger.accept(task)).toBe('settled');
        expect(await world.ledger.findTask(task.taskId)).toMatchObject(OVER);
        expect(await steps(task)).toEqual(['task - accepted', 'task accepted settled the alert recovered']);
        expect(await world.ledger.accept(task)).toBe('duplicate');
      },
    );

    it.each(['2026-11-01T11:00:00.001Z', '2026-11-01T11:30:00+00:00'])(
      'has nothing to do with a task of %s, whichever comes first',
      async (occurredAt) => {
        const before = await accepted('PAY-1', { occurredAt });
        expect(await world.ledger.recordSignal(sampleSignal('PAY-1'))).toEqual({ isNew: true, tasks: [] });
        const after = await accepted('PAY-9', { occurredAt, correlationKey: before.correlationKey });
        for (const { taskId } of [before, after])
          expect(await world.ledger.findTask(taskId)).toMatchObject({ state: 'accepted' });
      },
    );

    it('has nothing to do with another object', async () => {
      const { taskId } = await accepted('PAY-1');
      await world.ledger.recordSignal(sampleSignal('PAY-2'));
      expect(await world.ledger.findTask(taskId)).toMatchObject({ state: 'accepted' });
    });

    it('is the first of several after a task that ends it', async () => {
      const at = (hour: number, reason: string) =>
        world.ledger.recordSignal(sampleSignal('PAY-1', { occurredAt: `2026-11-01T${hour}:00:00Z`, reason }));
      await at(13, 'the third');
      await at(11, 'the first');
      await at(12, 'the second');
      const task = sampleTask('PAY-1', { occurredAt: '2026-11-01T11:30:00Z' });
      await world.ledger.accept(task);
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({ reason: 'the second' });
      const remembered = await world.ledger.listSignals(task.correlationKey);
      expect(remembered.map(({ reason }) => reason)).toEqual(['the first', 'the second', 'the third']);
    });

    it('believes no clock that is more than an hour ahead', async () => {
      await world.ledger.recordSignal(sampleSignal('PAY-1', { occurredAt: '2099-01-01T00:00:00Z' }));
      const [within, after] = ['2026-11-01T12:00:01Z', '2026-11-01T12:00:02Z'];
      expect(await world.ledger.accept(sampleTask('PAY-1', { occurredAt: within }))).toBe('settled');
      await accepted('PAY-9', { occurredAt: after, correlationKey: 'sample|PAY-1' });
    });

    it('reads what no Date does as the time it was received', async () => {
      await world.ledger.recordSignal(sampleSignal('PAY-1', { occurredAt: '2026-W44-7' }));
      const [signal] = await world.ledger.listSignals('sample|PAY-1');
      expect(signal?.occurredAt).toBe('2026-11-01T11:00:01.000Z');
      expect(await world.ledger.accept(sampleTask('PAY-1', { occurredAt: '2026-W44-7' }))).toBe('settled');
    });

    it('ends a task and is remembered, or neither, while both come at once', async () => {
      const [other, third] = [await world.subject.again(), await world.subject.again()];
      for (let number = 0; number < 20; number += 1) {
        const task = sampleTask(`PAY-${number}`);
        await Promise.all([other.accept(task), third.recordSignal(sampleSignal(`PAY-${number}`))]);
        await world.ledger.settleBySignal(task.taskId);
        expect(await world.ledger.findTask(task.taskId)).toMatchObject(OVER);
        expect((await steps(task)).filter((step) => step.includes('settled'))).toHaveLength(1);
      }
    });

    it('settles a task that would wait again after its run was lost, when told to', async () => {
      const task = await running('PAY-1');
      expect(await world.ledger.settleBySignal(task.taskId)).toBeNull();
      await world.ledger.recordSignal(sampleSignal('PAY-1'));
      expect(await world.ledger.settleBySignal(task.taskId)).toBeNull();
      await world.ledger.endRun(task.taskId, 1, { from: 'created' }, { to: 'waiting', reason: 'lost' });
      const transition = { from: 'waiting', to: 'settled', outcome: 'recovered', reason: OVER.reason };
      expect(await world.ledger.settleBySignal(task.taskId)).toEqual(transition);
      expect(await world.ledger.settleBySignal(task.taskId)).toBeNull();
      expect(await world.ledger.findTask(task.taskId)).toMatchObject(OVER);
      expect((await steps(task)).at(-1)).toBe('task waiting settled the alert recovered');
    });

    it('settles nothing for which there is no signal', async () => {
      const { taskId } = await waiting('PAY-1');
      expect(await world.ledger.settleBySignal(taskId)).toBeNull();
      expect(await world.ledger.settleBySignal('jira-nobody-0000000000')).toBeNull();
      expect(await world.ledger.findTask(taskId)).toMatchObject({ state: 'waiting', reason: 'routed' });
    });
  });
}
