import type { Channel, Message } from 'amqplib';
import type { ParkedDecision, ParkedDelivery } from '../../task-queue.port';
import { parkedOf } from './parked-message';
import { DEAD_LETTER_QUEUE, LANE_QUEUES, PARKED_QUEUE, retryQueue } from './topology';

/** Messages by where they stand, as far as a broker tells. */
export interface BrokerDepth {
  readonly ready: number;
  readonly delayed: number;
  readonly dead: number;
  readonly parked: number;
}

async function countOf(channel: Channel, queues: readonly string[]): Promise<number> {
  let count = 0;
  for (const queue of queues) count += (await channel.checkQueue(queue)).messageCount;
  return count;
}

export async function readDepth(channel: Channel, retryStepsMs: readonly number[]): Promise<BrokerDepth> {
  const steps = [...new Set(retryStepsMs)];
  const retries = steps.flatMap((step) => [retryQueue('urgent', step), retryQueue('normal', step)]);
  return {
    ready: await countOf(channel, Object.values(LANE_QUEUES)),
    delayed: await countOf(channel, retries),
    dead: await countOf(channel, [DEAD_LETTER_QUEUE]),
    parked: await countOf(channel, [PARKED_QUEUE]),
  };
}

/** Shows messages, oldest first, and leaves them where they are. */
export async function peek<T>(
  channel: Channel,
  queue: string,
  limit: number,
  read: (message: Message) => T,
): Promise<T[]> {
  const seen: T[] = [];
  while (seen.length < limit) {
    const message = await channel.get(queue);
    if (message === false) break;
    seen.push(read(message));
  }
  if (seen.length > 0) channel.nackAll(true);
  return seen;
}

/** Hands parked deliveries to `decide`; what is kept goes back to its place at the end, or when this process dies. */
export async function reviewParked(
  channel: Channel,
  decide: (delivery: ParkedDelivery) => Promise<ParkedDecision>,
  limit: number,
): Promise<void> {
  for (let count = 0; count < limit; count += 1) {
    const message = await channel.get(PARKED_QUEUE);
    if (message === false) return;
    if ((await decide(parkedOf(message))) === 'remove') channel.ack(message);
  }
}
