import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ACK, type FaultWorld } from './fault-world';

/** The broker takes nothing: of memory, and of room in a queue. */
export function alarmFaults(world: FaultWorld): void {
  describe('a broker that takes nothing', () => {
    it('has a memory alarm: publishes are refused, acknowledgements go on', async () => {
      const queue = await world.open();
      const { open: finish, opened: finished } = world.gate();
      const consumer = await world.consume(async () => finished.then(() => ACK), { prefetch: 10 });
      const before = world.traffic(queue);
      await before.burst(20);
      await expect.poll(() => world.deliveries.length).toBe(10);

      await world.broker.setMemoryAlarm();
      const during = world.traffic(queue);
      during.start();
      await delay(4000);
      expect(during.accepted).toEqual([]);
      finish();
      await world.nothingIsLost(before);
      expect(consumer.isConsuming).toBe(true);
      await during.stop();
      expect(during.accepted).toEqual([]);
      const slow = during.refused.filter(({ afterMs }) => afterMs > 500);
      expect(Math.max(...during.refused.map(({ afterMs }) => afterMs))).toBeLessThan(3000);

      await world.broker.clearMemoryAlarm();
      await world.flows(queue);
      const mayArrive = new Set([...before.accepted, ...slow.map(({ id }) => id)]);
      const traffic = world.deliveries.map(({ id }) => id).filter((id) => /^t\d/.test(id));
      expect(traffic.filter((id) => !mayArrive.has(id))).toEqual([]);
      expect(during.refused.length - slow.length).toBeGreaterThan(100);
      await world.depthBecomes(queue, { ready: 0, dead: 0 });
    });

    it('has a full queue: publishes are refused until there is room', async () => {
      const queue = await world.open();
      const { name } = world.vhost;
      const policy = ['set_policy', '-p', name, 'small', '^orchestrator_queue', '{"max-length":20}'];
      await world.broker.ctl(...policy, '--apply-to', 'queues');
      const traffic = world.traffic(queue);
      await expect
        .poll(async () => traffic.burst(20).then(() => traffic.refused.length), { timeout: 20_000 })
        .toBeGreaterThan(100);
      expect(traffic.refused[0]?.message).toContain('did not confirm: message nacked');
      await world.consume();
      await world.flows(queue);
      await world.nothingIsLost(traffic);
      for (const { id } of traffic.refused) expect(world.timesHandled(id)).toBe(0);
    });
  });
}
