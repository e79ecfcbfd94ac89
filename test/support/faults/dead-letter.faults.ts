import { setTimeout as delay } from 'node:timers/promises';
import { connect } from 'amqplib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { failureOf, RECOVERY_MS, TRIED_AGAIN_AFTER, type FaultWorld } from './fault-world';
import type { Traffic } from './traffic';

const DEAD_LETTERS = 'orchestrator_queue.dlq';
const MANY = 1000;
const BURST = 250;
/** RabbitMQ moves 32 at a time that nobody received at first, and takes seconds for it. */
const MS_EACH = 300;
/** Dead letters that RabbitMQ 3.10 sent to a queue in the moment of its deletion wait for its worker to be started again. */
const SETTLED_MS = 2000;
/** Everything may be declared but the dead letters. */
const ALL_BUT_DEAD_LETTERS = '^(?!orchestrator_queue\\.dlq$).*';

/** Works while the queue of the dead letters is missing and cannot be declared. */
async function whileMissing(world: FaultWorld, work: () => Promise<void>): Promise<void> {
  const { broker, vhost } = world;
  const permit = (configure: string) =>
    broker.ctl('set_permissions', '-p', vhost.name, 'guest', configure, '.*', '.*');
  await permit(ALL_BUT_DEAD_LETTERS);
  await broker.ctl('delete_queue', '--vhost', vhost.name, DEAD_LETTERS);
  await delay(SETTLED_MS);
  await work();
  await delay(SETTLED_MS);
  expect(await vhost.queues()).not.toContain(DEAD_LETTERS);
  await permit('.*');
}

async function publishInBursts(traffic: Traffic, count: number): Promise<void> {
  while (traffic.accepted.length < count)
    await traffic.burst(Math.min(BURST, count - traffic.accepted.length));
}

/** Rejects everything in both lanes as a consumer that is not ours would. Stays: RabbitMQ may forget a last rejection. */
async function rejectAll(uri: string, count: number): Promise<void> {
  const connection = await connect(uri);
  onTestFinished(async () => connection.close());
  const channel = await connection.createChannel();
  let rejected = 0;
  for (const lane of ['orchestrator_queue', 'orchestrator_queue.urgent'])
    await channel.consume(lane, (message) => {
      if (message !== null) channel.reject(message, false);
      rejected += 1;
    });
  await vi.waitFor(() => expect(rejected).toBe(count), { timeout: 60_000 });
}

/** The queue of the dead letters is missing for a while: `few` die by the broker, many by their handlers. */
export function deadLetterFaults(world: FaultWorld, few: number): void {
  describe('messages die while there is no queue for dead letters', () => {
    it(`by their handlers (${MANY}): none is lost`, async () => {
      const queue = await world.open();
      const dead = { kind: 'dead_letter', failure: failureOf('bad', 'permanent') } as const;
      await world.consume(() => dead, { prefetch: 100, queue });
      const traffic = world.traffic(queue);
      await whileMissing(world, async () => publishInBursts(traffic, MANY));
      expect(traffic.accepted).toHaveLength(MANY);
      await world.recovers(async () =>
        expect(await queue.depth()).toMatchObject({ ready: 0, unacknowledged: 0 }),
      );
      const letters = await queue.deadLetters(2 * MANY);
      expect(new Set(letters.map(({ id }) => id))).toEqual(new Set(traffic.accepted));
      expect(letters).toHaveLength(MANY);
      expect(world.deliveries).toHaveLength(MANY);
    });

    it(`by the broker (${few}): none is lost`, async () => {
      await world.broker.eval(`${TRIED_AGAIN_AFTER}1000)`);
      const queue = await world.open();
      const traffic = world.traffic(queue);
      await publishInBursts(traffic, few);
      await whileMissing(world, async () => rejectAll(world.uri, few));
      await vi.waitFor(async () => expect(await queue.depth()).toMatchObject({ dead: few, ready: 0 }), {
        timeout: RECOVERY_MS + few * MS_EACH,
        interval: 100,
      });
      const letters = await queue.deadLetters(2 * few);
      expect(new Set(letters.map(({ id }) => id))).toEqual(new Set(traffic.accepted));
      await world.broker.eval(`${TRIED_AGAIN_AFTER}180000)`);
    });
  });
}
