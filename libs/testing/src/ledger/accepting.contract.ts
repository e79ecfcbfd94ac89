import { describe, expect, it } from 'vitest';
import { sampleTask } from '../samples/sample-task';
import { type LedgerWorld } from './ledger-world';

/** Once, by taskId and by logical key. */
export function acceptingContract(world: LedgerWorld): void {
  const { accepted, steps } = world;

  describe('accepting', () => {
    it('stores a task whole', async () => {
      const task = await accepted('PAY-1');
      const record = await world.ledger.findTask(task.taskId);
      expect(record).toMatchObject({
        state: 'accepted',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
        attempts: 0,
        reason: null,
        outcome: null,
        route: null,
        notBefore: null,
      });
      expect(record?.task).toEqual(task);
      expect(await steps(task)).toEqual(['task - accepted']);
    });

    it('knows nothing of a task that was never accepted', async () => {
      expect(await world.ledger.findTask('jira-nobody-0000000000')).toBeNull();
    });

    it('takes a task once, also from several sides at once', async () => {
      const task = sampleTask('PAY-1');
      const ledgers = await Promise.all([
        world.subject.again(),
        world.subject.again(),
        world.subject.again(),
      ]);
      const answers = await Promise.all(
        [world.ledger, ...ledgers].flatMap((one) => [one.accept(task), one.accept(task)]),
      );
      expect(answers.toSorted()).toEqual(['accepted', ...Array.from({ length: 7 }, () => 'duplicate')]);
      expect(await steps(task)).toEqual(['task - accepted']);
    });

    it('takes a logical key once, whatever the taskId', async () => {
      const task = await accepted('PAY-1');
      const { logicalKey } = task;
      const renamed = sampleTask('SHOP-1', { logicalKey });
      expect(await world.ledger.accept(renamed)).toBe('duplicate');
      expect(await world.ledger.findTask(renamed.taskId)).toBeNull();
    });

    it('refuses a taskId that belongs to another logical key', async () => {
      const task = await accepted('PAY-1');
      const { taskId } = task;
      const other = world.ledger.accept(sampleTask('PAY-1', { taskId, logicalKey: 'another' }));
      await expect(other).rejects.toMatchObject({ code: 'task_id_collision', category: 'permanent' });
      expect((await world.ledger.findTask(task.taskId))?.task.logicalKey).toBe(task.logicalKey);
    });
  });
}
