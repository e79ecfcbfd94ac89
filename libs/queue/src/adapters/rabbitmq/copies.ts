import type { ConsumeMessage } from 'amqplib';
import { LRUCache } from 'lru-cache';
import type { DeliveryOutcome } from '../../task-queue.port';
import { copyKeyOf } from './message-properties';

/** Messages whose end is remembered. Copies come within seconds of a reconnect; an entry takes about 200 bytes. */
const REMEMBERED = 2000;

/** What is still to be done with a message. */
export type Left = DeliveryOutcome;

/**
 * Copies of one message: after the loss of a channel what was held comes again, while the first copy is being handled or
 * after its acknowledgement got lost. A copy waits for the one before it and is told what that one has left to do.
 */
export class Copies {
  private readonly known = new LRUCache<string, Promise<Left | undefined>>({ max: REMEMBERED });

  /** Runs `work` on a copy, with what the copy before it left; resolves when it has ended. */
  async follow(
    message: ConsumeMessage,
    work: (left: Left | undefined) => Promise<Left | undefined>,
  ): Promise<void> {
    const key = copyKeyOf(message);
    const earlier = message.fields.redelivered ? this.known.get(key) : undefined;
    const now = (earlier ?? Promise.resolve(undefined)).then(work);
    this.known.set(
      key,
      now.catch(() => undefined),
    );
    await now;
  }
}
