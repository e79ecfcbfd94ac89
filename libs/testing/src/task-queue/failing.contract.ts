import { describe, expect, it } from 'vitest';
import { ACK, failureOf, messageOf, QUEUE_SETTINGS, type TaskQueueWorld } from './task-queue-world';

const { retryStepsMs } = QUEUE_SETTINGS;
const ATTEMPTS = retryStepsMs.length + 1;

/** Bounded retries, dead letters with a category, and neighbours that do not notice. */
export function failingContract(world: TaskQueueWorld): void {
  const { consume, delivered, depthBecomes } = world;

  describe('failing', () => {
    it('tries again after each step, then gives up', async () => {
      await world.queue.publish(messageOf('poison'));
      const times: number[] = [];
      await consume(({ attempt }) => {
        times.push(performance.now());
        return { kind: 'retry', failure: failureOf(`failure_${attempt}`) };
      });
      await depthBecomes({ dead: 1, ready: 0, delayed: 0, unacknowledged: 0 });
      expect(world.deliveries.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
      for (const [index, step] of retryStepsMs.entries())
        expect((times[index + 1] ?? 0) - (times[index] ?? 0)).toBeGreaterThanOrEqual(step - 5);
      const [dead] = await world.queue.deadLetters(10);
      expect(dead).toMatchObject({
        ...messageOf('poison'),
        publishedAt: world.deliveries[0]?.publishedAt,
        attempts: ATTEMPTS,
        category: `failure_${ATTEMPTS}`,
        firstFailure: failureOf('failure_1'),
        lastFailure: failureOf(`failure_${ATTEMPTS}`),
      });
      expect(Math.abs(Date.now() - (dead?.diedAt.getTime() ?? 0))).toBeLessThan(15_000);
    });

    it('puts a message away at once, with its category', async () => {
      const failure = { code: 'contract_invalid', message: 'no title', category: 'permanent' } as const;
      await world.queue.publish(messageOf('bad'));
      await consume(() => ({ kind: 'dead_letter', failure }));
      await depthBecomes({ dead: 1, ready: 0, unacknowledged: 0 });
      expect(world.deliveries).toHaveLength(1);
      expect(await world.queue.deadLetters(10)).toMatchObject([
        { id: 'bad', attempts: 1, category: 'contract_invalid', firstFailure: failure, lastFailure: failure },
      ]);
    });

    it('lists dead letters oldest first, as many as asked for', async () => {
      for (const id of ['a', 'b', 'c']) await world.queue.publish(messageOf(id));
      await consume(() => ({ kind: 'dead_letter', failure: failureOf('x') }));
      await depthBecomes({ dead: 3 });
      expect((await world.queue.deadLetters(2)).map(({ id }) => id)).toEqual(['a', 'b']);
    });

    it('takes a handler that throws for a retry', async () => {
      await world.queue.publish(messageOf('one'));
      await consume(({ attempt }) => {
        if (attempt < ATTEMPTS) throw new Error('unforeseen');
        return { kind: 'retry', failure: failureOf('last') };
      });
      await depthBecomes({ dead: 1 });
      expect(await world.queue.deadLetters(1)).toMatchObject([
        { firstFailure: { code: 'handler_threw', message: expect.stringContaining('unforeseen') } },
      ]);
    });

    it('counts attempts across consumers', async () => {
      await world.queue.publish(messageOf('one'));
      const consumer = await consume(() => ({ kind: 'retry', failure: failureOf('first') }));
      await delivered(1);
      await consumer.close();
      await consume(() => ACK, { queue: await world.subject.again() });
      const deliveries = await delivered(2);
      expect(deliveries.map(({ attempt }) => attempt)).toEqual([1, 2]);
    });

    it('does not let poison stop its neighbours', async () => {
      for (let index = 0; index < 10; index += 1) {
        await world.queue.publish(messageOf(`poison-${index}`));
        await world.queue.publish(messageOf(`good-${index}`));
      }
      await consume(({ id }) =>
        id.startsWith('good') ? ACK : { kind: 'retry', failure: failureOf('poison') },
      );
      await depthBecomes({ dead: 10, ready: 0, delayed: 0, unacknowledged: 0 });
      const good = world.deliveries.filter(({ id }) => id.startsWith('good'));
      expect(good).toHaveLength(10);
      expect(world.deliveries).toHaveLength(10 + 10 * ATTEMPTS);
    });
  });
}
