import { expect, it } from 'vitest';
import { TcpProxy } from '../tcp-proxy/tcp-proxy';
import type { FaultWorld } from './fault-world';

const MIB = 1024 * 1024;
/** Of a level heap, what the collector has not come to yet. */
const MOST_GROWTH = 80 * MIB;

/** Connections are reset so many times; each takes a second to come back. */
export function reconnectFaults(world: FaultWorld, times: number): void {
  it(`connections are reset ${times} times: nothing is lost, and nothing piles up`, async () => {
    const proxy = await TcpProxy.inFrontOf(world.broker.port);
    try {
      const queue = await world.open({ uri: world.uriVia(proxy.port) });
      const consumer = await world.consume(undefined, { queue });
      const traffic = world.traffic(queue);
      await world.flows(queue);
      const before = process.memoryUsage().heapUsed;
      for (let time = 0; time < times; time += 1) {
        proxy.reset();
        await expect.poll(() => consumer.isConsuming, { timeout: 5000, interval: 1 }).toBe(false);
        await world.recovers(() => queue.probe());
        await world.recovers(() => expect(consumer.isConsuming).toBe(true));
        await traffic.burst(2);
        world.deliveries.splice(0, world.deliveries.length - 100);
      }
      expect(traffic.refused).toEqual([]);
      await world.depthBecomes(queue, { ready: 0, delayed: 0, unacknowledged: 0, dead: 0 });
      expect(await world.channels()).toBeLessThanOrEqual(6);
      expect(await world.vhost.connections()).toHaveLength(2);
      expect((process.memoryUsage().heapUsed - before) / MIB).toBeLessThan(MOST_GROWTH / MIB);
    } finally {
      await world.end();
      await proxy.close();
    }
  });
}
