import type { Channel, Message } from 'amqplib';
import { QueueUnavailableError } from '../../queue.errors';
import type { ParkedDecision, ParkedDelivery } from '../../task-queue.port';
import { errorText } from './error-text';
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

async function nextParked(channel: Channel): Promise<Message | false> {
  try {
    return await channel.get(PARKED_QUEUE);
  } catch (error) {
    throw new QueueUnavailableError(`the parked deliveries cannot be read: ${errorText(error)}`, error);
  }
}

function remove(channel: Channel, message: Message): void {
  try {
    channel.ack(message);
  } catch (error) {
    throw new QueueUnavailableError(`a parked delivery was not removed: ${errorText(error)}`, error);
  }
}

/**
 * Hands parked deliveries to `decide`; what is kept goes back to its place at the end, or when this process dies.
 * @throws QueueUnavailableError when the broker is lost on the way
 */
export async function reviewParked(
  channel: Channel,
  decide: (delivery: ParkedDelivery) => Promise<ParkedDecision>,
  limit: number,
): Promise<void> {
  for (let count = 0; count < limit; count += 1) {
    const message = await nextParked(channel);
    if (message === false) return;
    if ((await decide(parkedOf(message))) === 'remove') remove(channel, message);
  }
}
