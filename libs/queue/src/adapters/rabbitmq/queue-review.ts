import type { Channel, Message } from 'amqplib';
import { QueueUnavailableError } from '../../queue.errors';
import type { ReviewDecision } from '../../task-queue.port';
import { errorText } from './error-text';

async function next(channel: Channel, queue: string): Promise<Message | false> {
  try {
    return await channel.get(queue);
  } catch (error) {
    throw new QueueUnavailableError(`${queue} cannot be read: ${errorText(error)}`, error);
  }
}

function remove(channel: Channel, queue: string, message: Message): void {
  try {
    channel.ack(message);
  } catch (error) {
    throw new QueueUnavailableError(`a message was not removed from ${queue}: ${errorText(error)}`, error);
  }
}

/** Sooner than the end of the channel would. */
function giveBack(channel: Channel): void {
  try {
    channel.nackAll(true);
  } catch {
    // The channel is gone, and with it what it held.
  }
}

/**
 * Hands the messages of a queue to `decide`, oldest first; what is kept goes back to its place at the end, or when this
 * process dies.
 * @throws QueueUnavailableError when the broker is lost on the way
 */
export async function review(
  channel: Channel,
  queue: string,
  decide: (message: Message) => Promise<ReviewDecision>,
  limit: number,
): Promise<void> {
  try {
    for (let count = 0; count < limit; count += 1) {
      const message = await next(channel, queue);
      if (message === false) return;
      if ((await decide(message)) === 'remove') remove(channel, queue, message);
    }
  } finally {
    giveBack(channel);
  }
}
