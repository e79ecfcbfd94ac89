import type { Channel } from 'amqplib';
import type { Lane } from '../../lane';

/** Names of architecture 5.3. */
export const EXCHANGE = 'agent_events';
export const LANE_QUEUES: Readonly<Record<Lane, string>> = {
  urgent: 'orchestrator_queue.urgent',
  normal: 'orchestrator_queue',
};
export const DEAD_LETTER_QUEUE = 'orchestrator_queue.dlq';
export const PARKED_QUEUE = 'webhooks_parked';
export const CANARY_KEY = 'canary';
const CANARY_QUEUE = 'anton.canary';
/** Routes dead letters and retries by the name of their queue. */
const DEAD_LETTER_EXCHANGE = 'agent_events.dlx';

const BINDINGS: Readonly<Record<Lane, readonly string[]>> = {
  urgent: ['task.#.p1', 'task.#.p2', 'signal.#'],
  normal: ['task.#.p3', 'task.#.p4', 'task.#.p5'],
};

/** The bindings again: a message under any other key is returned to its publisher. */
const ROUTED = /^(?:task\.(?:.+\.)?p[1-5]|signal(?:\..+)?)$/;

/** Messages that may wait in a lane before publishing is refused: about 6 GiB of 64 KiB. */
const MAX_WAITING = 100_000;
/** How often a message may die with its consumer before it is a dead letter: the default of RabbitMQ 4. */
const DELIVERY_LIMIT = 20;
/** RabbitMQ 4 drops what was looked at 20 times unless told otherwise; 3.10 knows no -1 for "never". */
const NO_DELIVERY_LIMIT = 2_147_483_647;

/**
 * Dead-letters at least once (needs `reject-publish`), by an exchange of our own: the default exchange routes to a quorum
 * queue from the first moment of its declaration, and what RabbitMQ 3.10 sends there before the queue has a leader waits
 * in its dead-letter worker for ever.
 */
const deadLettersTo = (queue: string): Record<string, string> => ({
  'x-overflow': 'reject-publish',
  'x-dead-letter-exchange': DEAD_LETTER_EXCHANGE,
  'x-dead-letter-routing-key': queue,
  'x-dead-letter-strategy': 'at-least-once',
});

/** Where a message of `lane` waits for `stepMs`. One queue per step: a quorum queue expires only at its head. */
export function retryQueue(lane: Lane, stepMs: number): string {
  return `${LANE_QUEUES[lane]}.retry.${stepMs}`;
}

/** True for a routing key under which a lane gets what is published. */
export function isRouted(routingKey: string): boolean {
  return ROUTED.test(routingKey);
}

async function quorumQueue(channel: Channel, name: string, args: object): Promise<void> {
  await channel.assertQueue(name, { durable: true, arguments: { 'x-queue-type': 'quorum', ...args } });
}

async function declareLane(channel: Channel, lane: Lane, retryStepsMs: readonly number[]): Promise<void> {
  const queue = LANE_QUEUES[lane];
  await quorumQueue(channel, queue, {
    ...deadLettersTo(DEAD_LETTER_QUEUE),
    'x-max-length': MAX_WAITING,
    'x-delivery-limit': DELIVERY_LIMIT,
  });
  for (const key of BINDINGS[lane]) await channel.bindQueue(queue, EXCHANGE, key);
  await channel.bindQueue(queue, DEAD_LETTER_EXCHANGE, queue);
  for (const step of new Set(retryStepsMs))
    await quorumQueue(channel, retryQueue(lane, step), { ...deadLettersTo(queue), 'x-message-ttl': step });
}

/**
 * Declares everything that is not there. The same arguments hold on RabbitMQ 3.10 and 4. No alternate exchange: it would
 * confirm what nobody receives.
 */
export async function declareTopology(channel: Channel, retryStepsMs: readonly number[]): Promise<void> {
  await channel.assertExchange(EXCHANGE, 'topic', { durable: true });
  await channel.assertExchange(DEAD_LETTER_EXCHANGE, 'direct', { durable: true });
  for (const queue of [DEAD_LETTER_QUEUE, PARKED_QUEUE])
    await quorumQueue(channel, queue, { 'x-delivery-limit': NO_DELIVERY_LIMIT });
  await channel.bindQueue(DEAD_LETTER_QUEUE, DEAD_LETTER_EXCHANGE, DEAD_LETTER_QUEUE);
  await declareLane(channel, 'normal', retryStepsMs);
  await declareLane(channel, 'urgent', retryStepsMs);
  await channel.assertQueue(CANARY_QUEUE, { durable: true, arguments: { 'x-max-length': 1 } });
  await channel.bindQueue(CANARY_QUEUE, EXCHANGE, CANARY_KEY);
}
