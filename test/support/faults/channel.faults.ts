import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { doubleAcknowledging } from '../../../libs/queue/test/double-acknowledging';
import type { FaultWorld } from './fault-world';

const SIZE_LIMIT = 'application:set_env(rabbit, max_message_size, ';

/** Exceptions that the broker answers by closing a channel. */
export function channelFaults(world: FaultWorld): void {
  describe('a channel exception', () => {
    it('of a publish that is too large (406): it alone is refused, publishing goes on', async () => {
      await world.broker.eval(`${SIZE_LIMIT}10000)`);
      const queue = await world.open();
      await world.broker.eval(`${SIZE_LIMIT}134217728)`);
      await world.consume();
      await world.flows(queue);
      const large = { id: 'large', routingKey: 'task.test.p3', body: 'x'.repeat(20_000) };
      await expect(queue.publish(large)).rejects.toMatchObject({ code: 'queue_unavailable' });
      await world.flows(queue);
      await queue.publish(large);
    });

    it('of a second acknowledgement (406): the consumer goes on, each message is handled once', async () => {
      const queue = await world.open();
      const { consumer, handled, close } = await doubleAcknowledging(world.settings());
      const traffic = world.traffic(queue);
      for (let times = 0; times < 5; times += 1) {
        await traffic.burst(1);
        await delay(200);
      }
      await world.recovers(() => expect(handled).toEqual(traffic.accepted));
      await world.recovers(() => expect(consumer.isConsuming).toBe(true));
      await close();
    });

    it('again and again: channels are opened again, and nothing piles up', async () => {
      const queue = await world.open();
      const consumer = await world.consume();
      for (let times = 0; times < 15; times += 1) {
        await world.vhost.deleteExchange('agent_events');
        await world.traffic(queue).burst(1);
        await world.recovers(() => queue.probe());
      }
      expect(consumer.isConsuming).toBe(true);
      await world.flows(queue);
      await world.recovers(async () => expect(await world.channels()).toBeLessThanOrEqual(6));
    });
  });
}
