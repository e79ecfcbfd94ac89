import type { QueueConsumer } from '@anton/queue';
import { describe, expect, it, vi } from 'vitest';
import { ACK, failureOf, type FaultWorld } from './fault-world';

/** Tells whether the consumer has not been consuming since. */
function watchOf(consumer: QueueConsumer): () => boolean {
  let wasGone = false;
  setInterval(() => (wasGone ||= !consumer.isConsuming), 1).unref();
  return () => wasGone;
}

/** The consumer loses its queues, its channel or its connection. */
export function consumerFaults(world: FaultWorld): void {
  describe('a consumer', () => {
    const lanes = ['orchestrator_queue', 'orchestrator_queue.urgent'];

    it.each(lanes)('is cancelled by the broker (%s): it says so and subscribes again', async (name) => {
      const queue = await world.open();
      const consumer = await world.consume();
      await world.flows(queue);
      const hasBeenGone = watchOf(consumer);
      await world.vhost.deleteQueue(name);
      await world.recovers(() => expect(hasBeenGone() && consumer.isConsuming).toBe(true));
      await world.flows(queue);
    });

    it.each(lanes)(
      'is forgotten by the broker (%s, declared again at once): it subscribes anew',
      async (name) => {
        const queue = await world.open();
        await world.consume();
        await world.flows(queue);
        await world.vhost.recreateQueue(name);
        const traffic = world.traffic(queue);
        await traffic.burst(2);
        await world.recovers(() => {
          for (const id of traffic.accepted) expect(world.timesHandled(id)).toBe(1);
        });
        await world.flows(queue);
      },
    );

    it('is too slow to acknowledge: its channel is closed, its outcome counts', async () => {
      await world.broker.eval('application:set_env(rabbit, consumer_timeout, 1000)');
      const queue = await world.open();
      const { open, opened } = world.gate();
      const consumer = await world.consume(async () => opened.then(() => ACK));
      await world.traffic(queue).burst(1);
      const hasBeenGone = watchOf(consumer);
      await world.recovers(() => expect(hasBeenGone() && consumer.isConsuming).toBe(true));
      await world.broker.eval('application:set_env(rabbit, consumer_timeout, 1800000)');
      open();
      await world.depthBecomes(queue, { ready: 0, unacknowledged: 0, dead: 0 });
      expect(world.deliveries).toHaveLength(1);
    });

    describe('loses its connection while handlers run', () => {
      const cases = [
        ['prefetch 1, acknowledged', 1, ACK, 0],
        ['prefetch 4, acknowledged', 4, ACK, 0],
        ['prefetch 4, put away', 4, { kind: 'dead_letter', failure: failureOf('bad', 'permanent') }, 1],
      ] as const;

      it.each(cases)(
        'and they end after it is back: one outcome (%s)',
        async (_name, prefetch, outcome, dead) => {
          const queue = await world.open();
          const { open, opened } = world.gate();
          const consumer = await world.consume(async () => opened.then(() => outcome), { prefetch, queue });
          await world.traffic(queue).burst(prefetch);
          await expect.poll(() => world.deliveries.length).toBe(prefetch);
          await loseConnections(consumer);
          await world.recovers(async () =>
            expect(await queue.depth()).toMatchObject({ ready: 0, unacknowledged: 2 * prefetch }),
          );
          open();
          await world.depthBecomes(queue, { ready: 0, unacknowledged: 0, dead: dead * prefetch });
          expect(world.deliveries).toHaveLength(prefetch);
        },
      );

      it.each(cases)(
        'and they end before it is back: one outcome (%s)',
        async (_name, prefetch, outcome, dead) => {
          const queue = await world.open();
          const { open, opened } = world.gate();
          const consumer = await world.consume(async () => opened.then(() => outcome), { prefetch, queue });
          await world.traffic(queue).burst(prefetch);
          await expect.poll(() => world.deliveries.length).toBe(prefetch);
          await loseConnections(consumer);
          open();
          await world.recovers(() => expect(consumer.isConsuming).toBe(true));
          await world.depthBecomes(queue, { ready: 0, unacknowledged: 0, dead: dead * prefetch });
          expect(world.deliveries).toHaveLength(prefetch);
        },
      );
    });
  });

  /** Resolves when the consumer knows, long before it has another connection. */
  const loseConnections = async (consumer: QueueConsumer): Promise<void> => {
    await vi.waitFor(async () => expect(await world.vhost.connections()).toHaveLength(2), {
      timeout: 10_000,
    });
    await world.closeConnections();
    await expect.poll(() => consumer.isConsuming, { timeout: 5000, interval: 1 }).toBe(false);
  };
}
