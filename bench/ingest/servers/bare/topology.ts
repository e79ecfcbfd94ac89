import type { ConfirmChannel } from 'amqplib';

export const BARE_EXCHANGE = 'bench.bare';
export const BARE_QUEUE = 'bench.bare.tasks';
const DEAD_LETTERS = 'bench.bare.dlq';

/** A topic exchange and a quorum queue of the same kind, with the same arguments, as Anton's. */
export async function declareBareTopology(channel: ConfirmChannel): Promise<void> {
  await channel.assertExchange(BARE_EXCHANGE, 'topic', { durable: true });
  await channel.assertQueue(DEAD_LETTERS, { durable: true, arguments: { 'x-queue-type': 'quorum' } });
  await channel.assertQueue(BARE_QUEUE, {
    durable: true,
    arguments: {
      'x-queue-type': 'quorum',
      'x-overflow': 'reject-publish',
      'x-dead-letter-exchange': '',
      'x-dead-letter-routing-key': DEAD_LETTERS,
      'x-dead-letter-strategy': 'at-least-once',
      'x-max-length': 100_000,
      'x-delivery-limit': 20,
    },
  });
  await channel.bindQueue(BARE_QUEUE, BARE_EXCHANGE, 'task.#');
}
