import { describe, expect, it } from 'vitest';
import type { DeadLetter } from '@anton/queue';
import { ACK, failureOf, messageOf, type TaskQueueWorld } from './task-queue-world';

/** What was put away is looked at one by one, replayed or removed, and nothing of it is lost on the way. */
export function reviewingContract(world: TaskQueueWorld): void {
  const { consume, delivered, depthBecomes } = world;
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const bury = async (...ids: string[]): Promise<void> => {
    for (const id of ids)
      await world.queue.publish(messageOf(id, { traceparent, routingKey: 'task.test.p2' }));
    const consumer = await consume(() => ({ kind: 'dead_letter', failure: failureOf('bad') }));
    await depthBecomes({ dead: ids.length, ready: 0, unacknowledged: 0 });
    await consumer.close();
    world.deliveries = [];
  };
  const idsLeft = async () => (await world.queue.deadLetters(100)).map(({ id }) => id);

  describe('reviewing dead letters', () => {
    it('hands out each once, oldest first, and removes what is done', async () => {
      await bury('a', 'b', 'c', 'd');
      const seen: string[] = [];
      const remove = new Set(['a', 'c']);
      const decide = async ({ id }: DeadLetter) => {
        seen.push(id);
        return remove.has(id) ? ('remove' as const) : ('keep' as const);
      };
      await world.queue.reviewDeadLetters(decide, 3);
      expect(seen).toEqual(['a', 'b', 'c']);
      await depthBecomes({ dead: 2 });
      const failing = async () => Promise.reject(new Error('no'));
      await expect(world.queue.reviewDeadLetters(failing, 10)).rejects.toThrow('no');
      await depthBecomes({ dead: 2 });
      await world.queue.reviewDeadLetters(decide, 10);
      expect(seen.slice(3)).toEqual(['b', 'd']);
      expect(await idsLeft()).toEqual(['b', 'd']);
    });

    it('hands out what it takes to publish a letter again, which then starts with attempt 1', async () => {
      await bury('a', 'b');
      await world.queue.reviewDeadLetters(async ({ id, routingKey, body, traceparent: trace }) => {
        if (routingKey === null) return 'keep';
        await world.queue.publish({ id, routingKey, body, traceparent: trace });
        return 'remove';
      }, 1);
      await depthBecomes({ dead: 1, ready: 1 });
      await consume(() => ACK, { queue: await world.subject.again() });
      const again = {
        ...messageOf('a'),
        routingKey: 'task.test.p2',
        lane: 'urgent',
        traceparent,
        attempt: 1,
      };
      expect(await delivered(1)).toMatchObject([again]);
      expect(await idsLeft()).toEqual(['b']);
    });

    it('keeps what a killed reviewer had in hand', async () => {
      await bury('a', 'b', 'c');
      const reviewer = world.child('review');
      await reviewer.printed(2);
      await reviewer.kill();
      await depthBecomes({ dead: 2 });
      expect(await idsLeft()).toEqual(['b', 'c']);
    });
  });
}
