import { afterEach, describe, expect, it } from 'vitest';
import { Child } from '../children/child';
import { sampleSignal } from '../samples/sample-signal';
import { sampleTask } from '../samples/sample-task';
import type { LedgerWorld } from './ledger-world';

const CHILD = new URL('../children/ledger.child.ts', import.meta.url);
const SIGNALS_CHILD = new URL('../children/signals.child.ts', import.meta.url);

/** What is answered is kept, and what cannot be kept is not answered. */
export function enduringContract(world: LedgerWorld): void {
  describe('bad days', () => {
    const children: Child[] = [];

    afterEach(async () => {
      await Promise.all(children.splice(0).map(async (child) => child.kill()));
    });

    it('keeps everything it has answered to a process that is killed', async () => {
      const child = new Child(CHILD, world.subject.opener, { task: sampleTask('PAY-1') });
      children.push(child);
      await child.printed(20);
      await child.kill();
      for (const taskId of child.lines) {
        expect(await world.ledger.findTask(taskId)).toMatchObject({ state: 'running', attempts: 1 });
        expect(await world.ledger.listEvents(taskId)).toHaveLength(5);
        expect(await world.ledger.listRuns({ taskId })).toMatchObject([{ state: 'created' }]);
      }
    });

    it('remembers no signal without what it does, whenever its process is killed', async () => {
      const samples = { task: sampleTask('PAY-1'), signal: sampleSignal('PAY-1') };
      const child = new Child(SIGNALS_CHILD, world.subject.opener, samples);
      children.push(child);
      await child.printed(1);
      await child.kill();
      const tasks = await world.ledger.listTasks({});
      for (const correlationKey of new Set(tasks.map(({ task }) => task.correlationKey))) {
        const outcomes = tasks
          .filter(({ task }) => task.correlationKey === correlationKey)
          .map(({ outcome }) => outcome);
        const isOver = (await world.ledger.listSignals(correlationKey)).length === 1;
        if (child.lines.includes(correlationKey)) expect(isOver).toBe(true);
        expect(outcomes).toEqual(outcomes.map(() => (isOver ? 'recovered' : null)));
      }
    });

    it('says that it cannot be written, and recovers', async () => {
      await world.ledger.probe();
      const repair = await world.subject.breakDown();
      await expect(world.ledger.probe()).rejects.toMatchObject({ category: 'outage' });
      await expect(world.ledger.accept(sampleTask('PAY-1'))).rejects.toMatchObject({ category: 'outage' });
      await repair();
      await world.ledger.probe();
      await world.accepted('PAY-1');
    });
  });
}
