import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TcpProxy } from '../tcp-proxy/tcp-proxy';
import type { FaultWorld } from './fault-world';

/** Longer than two heartbeats of a suite's queue: both ends have given the connection up. */
const HALF_OPEN_MS = 8000;

/** The connections are closed, cut, or carry nothing. */
export function connectionFaults(world: FaultWorld): void {
  describe('under load', () => {
    it('an operator closes all connections, three times: nothing is lost', async () => {
      const queue = await world.open();
      await world.consume();
      const traffic = world.traffic(queue);
      traffic.start();
      for (let times = 0; times < 3; times += 1) {
        await delay(1200);
        await world.closeConnections();
        await world.flows(queue);
      }
      await traffic.stop();
      await world.nothingIsLost(traffic);
      expect(traffic.accepted.length).toBeGreaterThan(100);
    });

    const throughProxy = async (damage: (proxy: TcpProxy) => Promise<void>) => {
      const proxy = await TcpProxy.inFrontOf(world.broker.port);
      try {
        const uri = world.uriVia(proxy.port);
        const queue = await world.open({ uri });
        const consumer = await world.consume(undefined, { queue });
        const traffic = world.traffic(queue);
        traffic.start();
        await world.flows(queue);
        await damage(proxy);
        await world.flows(queue);
        await traffic.stop();
        await world.nothingIsLost(traffic);
        expect(consumer.isConsuming).toBe(true);
        return traffic;
      } finally {
        await world.end();
        await proxy.close();
      }
    };

    it('connections are half-open, both ways: every publish is answered in time', async () => {
      const traffic = await throughProxy(async (proxy) => {
        proxy.swallow();
        await delay(HALF_OPEN_MS);
        proxy.pass();
      });
      expect(traffic.refused.length).toBeGreaterThan(100);
      expect(Math.max(...traffic.refused.map(({ afterMs }) => afterMs))).toBeLessThan(3000);
    });

    it('connections are reset and cut in the middle of a frame', async () => {
      await throughProxy(async (proxy) => {
        for (let times = 0; times < 3; times += 1) {
          proxy.reset();
          await delay(1500);
          proxy.truncate();
          await delay(300);
          proxy.pass();
          await delay(1500);
        }
      });
    });

    it('the network is slow: 400 ms each way', async () => {
      const traffic = await throughProxy(async (proxy) => {
        proxy.delay(400);
        await delay(3000);
        proxy.pass();
      });
      expect(traffic.refused).toEqual([]);
    });
  });
}
