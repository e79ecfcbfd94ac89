import type { RabbitQueueOptions } from '@anton/queue';
import { describe, expect, it, vi } from 'vitest';
import { TcpProxy } from '../tcp-proxy/tcp-proxy';
import { RECOVERY_MS, type FaultWorld } from './fault-world';

/** Half of what a Pod has between SIGTERM and SIGKILL after its probes were told. */
const CLOSE_MS = 10_000;

/** A shutdown ends in bounded time and answers everything, whatever the broker does. */
export function closingFaults(world: FaultWorld): void {
  describe('a queue is closed', () => {
    const isClosedInTime = async (
      options: Partial<RabbitQueueOptions>,
      damage: () => Promise<void>,
      repair: () => Promise<void>,
    ) => {
      const queue = await world.open({ publishTimeoutMs: 5000, heartbeatSeconds: 5, ...options });
      await world.consume(undefined, { queue });
      await world.flows(queue);
      const traffic = world.traffic(queue);
      await damage();
      const answered = traffic.burst(100);
      const since = performance.now();
      await queue.onApplicationShutdown();
      const took = performance.now() - since;
      await repair();
      expect(took).toBeLessThan(CLOSE_MS);
      await answered;
      expect(traffic.accepted.length + traffic.refused.length).toBe(100);
      await expect(queue.probe()).rejects.toMatchObject({ code: 'queue_unavailable' });
      await vi.waitFor(async () => expect(await world.vhost.connections()).toEqual([]), {
        timeout: RECOVERY_MS,
      });
    };
    const nothing = async (): Promise<void> => undefined;
    const damages: readonly [string, () => Promise<void>, () => Promise<void>][] = [
      ['works', nothing, nothing],
      ['is silent', async () => world.broker.pause(), async () => world.broker.resume()],
      ['has a memory alarm', () => world.broker.setMemoryAlarm(), () => world.broker.clearMemoryAlarm()],
    ];

    it.each(damages)('while the broker %s', async (_name, damage, repair) =>
      isClosedInTime({}, damage, repair),
    );

    it('while the broker cannot be reached', async () => {
      const proxy = await TcpProxy.inFrontOf(world.broker.port);
      await isClosedInTime({ uri: world.uriVia(proxy.port) }, () => proxy.close(), nothing);
    });
  });
}
