import { describe, expect, it } from 'vitest';
import type { NewIntent, TaskTransition } from '@anton/ledger';
import type { AgentTask } from '@anton/contracts';
import { sampleRoute } from '../samples/sample-route';
import { sampleSignal } from '../samples/sample-signal';
import type { LedgerWorld } from './ledger-world';

const DONE = { status: 'done', detail: 'done' } as const;
const RETRY: TaskTransition = { from: 'settled', to: 'waiting', reason: 'retried by ada' };

/** What operators want is remembered, and acted on once. */
export function intentsContract(world: LedgerWorld): void {
  const { accepted, waiting, running, steps } = world;
  const intentOf = ({ taskId }: AgentTask, fields: Partial<NewIntent> = {}): NewIntent => ({
    taskId,
    kind: 'retry',
    by: 'ada',
    reason: null,
    isForced: false,
    isRoutedAnew: false,
    ...fields,
  });
  const settled = async (externalId: string): Promise<AgentTask> => {
    const task = await running(externalId);
    const end = { to: 'settled', outcome: 'infra', reason: 'the node was lost' } as const;
    await world.ledger.endRun(task.taskId, 1, { from: 'created' }, end);
    return task;
  };

  describe('intents', () => {
    it('are listed oldest first until somebody has acted', async () => {
      const [one, two] = [await accepted('PAY-1'), await accepted('PAY-2')];
      const first = await world.ledger.addIntent(intentOf(one, { kind: 'cancel', reason: 'too late' }));
      expect(first).toMatchObject({ ...intentOf(one), kind: 'cancel', reason: 'too late', answer: null });
      await new Promise((resolve) => setTimeout(resolve, 2));
      const second = await world.ledger.addIntent(intentOf(two, { isForced: true, isRoutedAnew: true }));
      expect(await world.ledger.listIntents({})).toEqual([first, second]);
      expect(await world.ledger.listIntents({ taskId: two.taskId })).toEqual([second]);
      const refused = { status: 'refused', detail: 'no' } as const;
      expect(await world.ledger.answerIntent(first, refused)).toBe(true);
      expect(await world.ledger.listIntents({ isOpen: true })).toEqual([second]);
      expect(await world.ledger.listIntents({ taskId: one.taskId })).toEqual([{ ...first, answer: refused }]);
    });

    it('take a settled task to waiting again, with its route, and its next attempt counts on', async () => {
      const task = await settled('PAY-1');
      const intent = await world.ledger.addIntent(intentOf(task));
      expect(await world.ledger.answerIntent(intent, DONE, RETRY)).toBe(true);
      const again = { state: 'waiting', outcome: null, reason: 'retried by ada', attempts: 1 };
      expect(await world.ledger.findTask(task.taskId)).toMatchObject(again);
      expect((await steps(task)).at(-1)).toBe('task settled waiting retried by ada');
      expect(await world.ledger.beginRun(world.runOf(task, 2))).toMatchObject({ attempt: 2 });
    });

    it('keep the route of a retried task, or forget it', async () => {
      const task = await waiting('PAY-1');
      const route = sampleRoute(task);
      await world.ledger.moveTask(task.taskId, { from: 'waiting', to: 'waiting', route });
      for (const [change, expected] of [
        [{}, route],
        [{ route: null }, null],
      ] as const) {
        const end = { from: 'waiting', to: 'settled', outcome: 'cancelled' } as const;
        await world.ledger.moveTask(task.taskId, end);
        const intent = await world.ledger.addIntent(intentOf(task));
        await world.ledger.answerIntent(intent, DONE, { ...RETRY, ...change });
        expect((await world.ledger.findTask(task.taskId))?.route).toEqual(expected);
      }
    });

    it('are acted on once, however many try', async () => {
      const task = await settled('PAY-1');
      const intent = await world.ledger.addIntent(intentOf(task));
      const ledgers = [world.ledger, await world.subject.again(), await world.subject.again()];
      const answers = await Promise.all(ledgers.map((one) => one.answerIntent(intent, DONE, RETRY)));
      expect(answers.filter(Boolean)).toHaveLength(1);
      const end = { to: 'settled', outcome: 'infra' } as const;
      await world.ledger.beginRun(world.runOf(task, 2));
      await world.ledger.endRun(task.taskId, 2, { from: 'created' }, end);
      expect(await world.ledger.answerIntent(intent, DONE, RETRY)).toBe(false);
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({ state: 'settled', attempts: 2 });
    });

    it('stay open when their task has moved meanwhile', async () => {
      const task = await running('PAY-1');
      const intent = await world.ledger.addIntent(intentOf(task, { kind: 'cancel' }));
      const end = { from: 'waiting', to: 'settled', outcome: 'cancelled' } as const;
      expect(await world.ledger.answerIntent(intent, DONE, end)).toBe(false);
      expect(await world.ledger.listIntents({ isOpen: true })).toEqual([intent]);
    });

    it('alone take a task out of its end', async () => {
      const task = await settled('PAY-1');
      const moved = world.ledger.moveTask(task.taskId, RETRY);
      await expect(moved).rejects.toMatchObject({ code: 'illegal_transition' });
      const intent = await world.ledger.addIntent(intentOf(task));
      const elsewhere = world.ledger.answerIntent(intent, DONE, { from: 'settled', to: 'running' });
      await expect(elsewhere).rejects.toMatchObject({ code: 'illegal_transition' });
      expect(await world.ledger.listIntents({ isOpen: true })).toHaveLength(1);
    });

    it('outlive the signals of earlier events, not those of later ones', async () => {
      const task = await waiting('PAY-1');
      const early = sampleSignal('PAY-1');
      await world.ledger.recordSignal(early);
      const intent = await world.ledger.addIntent(intentOf(task));
      await world.ledger.answerIntent(intent, DONE, RETRY);
      expect(await world.ledger.settleBySignal(task.taskId)).toBeNull();
      await world.ledger.recordSignal(sampleSignal('PAY-1', { occurredAt: '2026-11-01T11:30:00Z' }));
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({ state: 'waiting' });
      const soon = new Date(Date.now() + 60_000).toISOString();
      await world.ledger.recordSignal(sampleSignal('PAY-1', { occurredAt: soon, receivedAt: soon }));
      expect(await world.ledger.findTask(task.taskId)).toMatchObject({ outcome: 'recovered' });
    });
  });
}
