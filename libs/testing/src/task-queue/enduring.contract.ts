import { describe, expect, it, vi } from 'vitest';
import { ACK, messageOf, type TaskQueueWorld } from './task-queue-world';

/** Real processes, really killed. */
export function enduringContract(world: TaskQueueWorld): void {
  const { consume, delivered, depthBecomes, child } = world;

  describe('kill -9', () => {
    it('loses nothing that a killed publisher was told is durable', async () => {
      const publisher = child('publish');
      await publisher.printed(50);
      await publisher.kill();
      await consume(() => ACK, { prefetch: 10 });
      const deliveries = await delivered(publisher.lines.length);
      expect(deliveries.map(({ id }) => id)).toEqual(expect.arrayContaining(publisher.lines));
    });

    it('delivers again what a killed consumer had in hand, as the same attempt', async () => {
      for (const id of ['a', 'b', 'c']) await world.queue.publish(messageOf(id));
      const holder = child('hold');
      await holder.printed(3);
      await holder.kill();
      await consume(() => ACK);
      const deliveries = await delivered(3);
      expect(deliveries.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c']);
      expect(deliveries.every(({ attempt }) => attempt === 1)).toBe(true);
      await depthBecomes({ ready: 0, unacknowledged: 0, dead: 0 });
    });

    it('delivers each message once to two processes that share the work', async () => {
      const consumers = [child('drain'), child('drain')];
      await Promise.all(consumers.map(async (consumer) => consumer.printed(1)));
      const ids = Array.from({ length: 200 }, (_, index) => `shared-${index}`);
      for (const id of ids) await world.queue.publish(messageOf(id));
      await depthBecomes({ ready: 0, unacknowledged: 0 });
      const taken = (): string[] =>
        consumers.flatMap(({ lines }) => lines.filter((line) => line !== 'ready'));
      // What a process prints arrives a moment after the queue has its acknowledgement.
      await vi.waitFor(() => expect(taken().length).toBeGreaterThanOrEqual(ids.length), { timeout: 15_000 });
      expect(taken().toSorted()).toEqual(ids.toSorted());
      for (const { lines } of consumers) expect(lines.length).toBeGreaterThan(1);
    });
  });
}
