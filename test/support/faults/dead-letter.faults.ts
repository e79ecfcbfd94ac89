import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'amqplib';
import { describe, expect, it } from 'vitest';
import { failureOf, type FaultWorld } from './fault-world';

const DEAD_LETTERS = 'orchestrator_queue.dlq';
const MANY = 1000;
const BURST = 250;
/** Dead letters that RabbitMQ 3.10 sent to a queue in the moment of its deletion wait for its worker to be started again. */
const SETTLED_MS = 2000;
const FEW = 60;
/** Everything may be declared but the dead letters. */
const ALL_BUT_DEAD_LETTERS = '^(?!orchestrator_queue\\.dlq$).*';
/** How long RabbitMQ waits before it tries a dead letter again that nobody received; 180 s by default. */
const AGAIN = 'application:set_env(rabbit, dead_letter_worker_publisher_confirm_timeout, ';

/** The queue of the dead letters is missing for a while, and cannot be declared. */
export function deadLetterFaults(world: FaultWorld): void {
  const whileMissing = async (work: () => Promise<void>): Promise<void> => {
    const permit = (configure: string) =>
      world.broker.ctl('set_permissions', '-p', world.vhost.name, 'guest', configure, '.*', '.*');
    await permit(ALL_BUT_DEAD_LETTERS);
    await world.broker.ctl('delete_queue', '--vhost', world.vhost.name, DEAD_LETTERS);
    await delay(SETTLED_MS);
    await work();
    await delay(SETTLED_MS);
    expect(await world.vhost.queues()).not.toContain(DEAD_LETTERS);
    await permit('.*');
  };

  describe('messages die while there is no queue for dead letters', () => {
    it(`by their handlers (${MANY}): none is lost`, async () => {
      const queue = await world.open();
      const dead = { kind: 'dead_letter', failure: failureOf('bad', 'permanent') } as const;
      await world.consume(() => dead, { prefetch: 100, queue });
      const traffic = world.traffic(queue);
      await whileMissing(async () => {
        for (let published = 0; published < MANY; published += BURST) await traffic.burst(BURST);
      });
      expect(traffic.accepted).toHaveLength(MANY);
      await world.recovers(async () =>
        expect(await queue.depth()).toMatchObject({ ready: 0, unacknowledged: 0 }),
      );
      const letters = await queue.deadLetters(2 * MANY);
      expect(new Set(letters.map(({ id }) => id))).toEqual(new Set(traffic.accepted));
      expect(letters).toHaveLength(MANY);
      expect(world.deliveries).toHaveLength(MANY);
    });

    it(`by the broker (${FEW}): none is lost`, async () => {
      await world.broker.eval(`${AGAIN}1000)`);
      const queue = await world.open();
      const traffic = world.traffic(queue);
      await traffic.burst(FEW);
      await whileMissing(async () => {
        const connection = await connect(world.uri);
        const channel = await connection.createChannel();
        let rejected = 0;
        for (const lane of ['orchestrator_queue', 'orchestrator_queue.urgent'])
          await channel.consume(lane, (message) => {
            if (message !== null) channel.reject(message, false);
            rejected += 1;
          });
        await expect.poll(() => rejected, { timeout: 20_000 }).toBe(FEW);
        await connection.close();
      });
      await world.recovers(async () => expect(await queue.depth()).toMatchObject({ dead: FEW, ready: 0 }));
      const letters = await queue.deadLetters(2 * FEW);
      expect(new Set(letters.map(({ id }) => id))).toEqual(new Set(traffic.accepted));
      await world.broker.eval(`${AGAIN}180000)`);
    });
  });
}
