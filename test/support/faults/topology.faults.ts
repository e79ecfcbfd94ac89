import { describe, expect, it } from 'vitest';
import { ACK, failureOf, TRIED_AGAIN_AFTER, type FaultWorld } from './fault-world';

const LANE_QUEUES = ['orchestrator_queue', 'orchestrator_queue.urgent'];
const DEAD_LETTERS = 'orchestrator_queue.dlq';
const PARKED = 'webhooks_parked';
/** Publishes right after the damage, so that they meet it. */
const BURST = 400;

/** Somebody deletes a part of the topology under running queues. */
export function topologyFaults(world: FaultWorld): void {
  const damages: readonly [string, () => Promise<void>][] = [
    ['the exchange', () => world.vhost.deleteExchange('agent_events')],
    ...LANE_QUEUES.flatMap((queue): [string, () => Promise<void>][] => [
      [`the queue ${queue}`, () => world.vhost.deleteQueue(queue)],
      [`the bindings of ${queue}`, () => world.vhost.deleteBindings(queue)],
    ]),
  ];

  describe('something is deleted', () => {
    it.each(damages)('%s: what nobody receives is refused, and it comes back', async (_name, damage) => {
      const queue = await world.open();
      const consumer = await world.consume();
      await world.flows(queue);
      await damage();
      const traffic = world.traffic(queue);
      await traffic.burst(BURST);
      await world.flows(queue);
      await traffic.burst(BURST);
      await world.nothingIsLost(traffic);
      expect(traffic.refused.length).toBeGreaterThan(0);
      expect(consumer.isConsuming).toBe(true);
    });

    it('the retry queues: a retry is held until they are back', async () => {
      const queue = await world.open();
      const retry = { kind: 'retry', failure: failureOf('first') } as const;
      const deleteThem = async (): Promise<void> => {
        const names = (await world.vhost.queues()).filter((name) => name.includes('.retry.'));
        for (const name of names) await world.vhost.deleteQueue(name);
      };
      let deleted: Promise<void> | undefined;
      await world.consume(async ({ attempt }) => {
        if (attempt > 1) return ACK;
        await (deleted ??= deleteThem());
        return retry;
      });
      const traffic = world.traffic(queue);
      await traffic.burst(4);
      await world.recovers(() => {
        for (const id of traffic.accepted) expect(world.timesHandled(id)).toBeGreaterThan(1);
      });
      await world.depthBecomes(queue, { ready: 0, delayed: 0, dead: 0 });
    });

    it('the dead letters: what dies afterwards is kept', async () => {
      const queue = await world.open();
      await world.consume(() => ({ kind: 'dead_letter', failure: failureOf('bad', 'permanent') }));
      await world.vhost.deleteQueue(DEAD_LETTERS);
      await world.traffic(queue).burst(20);
      await world.recovers(async () => expect(await queue.depth()).toMatchObject({ dead: 20, ready: 0 }));
    });

    it('the exchange of retries and dead letters: both are held until it is back', async () => {
      await world.broker.eval(`${TRIED_AGAIN_AFTER}1000)`);
      const queue = await world.open();
      const failure = failureOf('bad', 'permanent');
      await world.consume(({ attempt }) => ({ kind: attempt === 1 ? 'retry' : 'dead_letter', failure }));
      await world.vhost.deleteExchange('agent_events.dlx');
      await world.traffic(queue).burst(20);
      await world.recovers(async () =>
        expect(await queue.depth()).toMatchObject({ dead: 20, ready: 0, delayed: 0 }),
      );
      await world.broker.eval(`${TRIED_AGAIN_AFTER}180000)`);
    });

    it('the parked deliveries: parking is refused until they are back', async () => {
      const queue = await world.open();
      const delivery = {
        source: 'jira',
        reason: 'x',
        headers: {},
        rawBody: Buffer.of(1),
        receivedAt: new Date(),
      };
      await world.vhost.deleteQueue(PARKED);
      await expect(queue.park(delivery)).rejects.toMatchObject({ code: 'queue_unavailable' });
      await world.recovers(() => queue.park(delivery));
      expect(await queue.parked(10)).toMatchObject([{ source: 'jira' }]);
    });

    it('the canary: a probe fails until it is back', async () => {
      const queue = await world.open();
      await world.vhost.deleteQueue('anton.canary');
      await expect(queue.probe()).rejects.toMatchObject({ code: 'queue_unavailable' });
      await world.recovers(() => queue.probe());
    });
  });
}
