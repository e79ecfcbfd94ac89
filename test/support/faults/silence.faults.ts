import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Traffic } from './traffic';
import type { FaultWorld } from './fault-world';

const MIB = 1024 * 1024;
/** What buffers, their copies and garbage may take. */
const MOST_GROWTH = 200 * MIB;
/** What is published meanwhile, at least. */
const LEAST_PUBLISHED = 2.5 * MOST_GROWTH;
/** Past the time-outs of publishes, before the connection is given up. */
const LEAST_MS = 5000;

const memory = (): number => process.memoryUsage().rss;

/** The broker is there and answers nothing. */
export function silenceFaults(world: FaultWorld): void {
  describe('a silent broker', () => {
    it.each([
      ['64 KiB', 64 * 1024, 200],
      ['1 MiB', MIB, 4],
    ])('costs a bounded amount of memory under publishes of %s', async (_name, size, perRound) => {
      const queue = await world.open({ publishTimeoutMs: 2000, heartbeatSeconds: 5 });
      await world.consume();
      await world.flows(queue);
      world.broker.pause();
      const traffic = new Traffic(queue, 'x'.repeat(size));
      const bursts: Promise<void>[] = [];
      const before = memory();
      let most = before;
      const since = performance.now();
      while (bursts.length * perRound * size < LEAST_PUBLISHED || performance.now() - since < LEAST_MS) {
        bursts.push(traffic.burst(perRound));
        await delay(50);
        most = Math.max(most, memory());
      }
      world.broker.resume();
      await Promise.all(bursts);
      expect(traffic.refused.length * size).toBeGreaterThan(LEAST_PUBLISHED / 2);
      expect((most - before) / MIB).toBeLessThan(MOST_GROWTH / MIB);
      expect(Math.max(...traffic.refused.map(({ afterMs }) => afterMs))).toBeLessThan(4000);
      await world.flows(queue);
      await world.nothingIsLost(traffic);
    });
  });
}
