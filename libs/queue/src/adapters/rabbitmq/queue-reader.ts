import type { Channel, Message } from 'amqplib';
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

/** When nothing comes for so many milliseconds, there is nothing more. */
const PEEK_PATIENCE_MS = 500;
/** More a quorum queue does not hand out at once. */
const MAX_PEEK = 2000;

/** Takes messages without settling them. Much faster than one `get` each, which a quorum queue writes to its log. */
async function take(channel: Channel, queue: string, limit: number): Promise<readonly Message[]> {
  const taken: Message[] = [];
  await channel.prefetch(limit);
  await new Promise<void>((resolve, reject) => {
    const patience = setTimeout(resolve, PEEK_PATIENCE_MS);
    const receive = (message: Message | null): void => {
      if (message === null) return reject(new Error(`${queue} was deleted`));
      taken.push(message);
      if (taken.length >= limit) resolve();
      else patience.refresh();
    };
    channel.once('close', () => reject(new Error('the channel was closed')));
    channel.consume(queue, receive).then(() => patience.refresh(), reject);
  });
  return taken;
}

/** Shows messages, oldest first and at most 2,000, and leaves them where they are. */
export async function peek<T>(
  channel: Channel,
  queue: string,
  limit: number,
  read: (message: Message) => T,
): Promise<T[]> {
  const messages = await take(channel, queue, Math.min(limit, MAX_PEEK));
  if (messages.length > 0) channel.nackAll(true);
  return messages.map(read);
}
