import { setTimeout as delay } from 'node:timers/promises';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import type { ConsumeMessage } from 'amqplib';
import type { DeliveryFailure, DeliveryOutcome } from '../../task-queue.port';
import type { ConfirmedPublisher } from './confirmed-publisher';
import type { HeldMessage } from './consumer-session';
import { deadProperties, deliveryOf, laterProperties, returnsOf } from './message-properties';
import { DEAD_LETTER_QUEUE, LANE_QUEUES, retryQueue } from './topology';

/** While nothing can be published, a message is held and its move tried again; milliseconds. */
const MOVE_AGAIN = new ExponentialBackoff({ initialDelay: 100, maxDelay: 2000 });
/** A quarter of the deliveries that a message has before RabbitMQ puts it away. */
const MAX_RETURNS = 5;

interface Move {
  readonly queue: string;
  readonly properties: ReturnType<typeof laterProperties>;
}

/**
 * How a settlement ended: `settled`; `moved`, which is the same but its acknowledgement was not sent, so that another
 * copy comes that only needs one; `kept`, which means that the message comes again.
 */
export type Settled = 'settled' | 'moved' | 'kept';

/**
 * Ends deliveries. A message that goes elsewhere is published there, confirmed, and acknowledged after that: a crash in
 * between doubles it, none loses it. `nack` is never used to count: since RabbitMQ 4.3 it does not.
 */
export class Settlement {
  constructor(
    private readonly publisher: ConfirmedPublisher,
    private readonly retryStepsMs: readonly number[],
  ) {}

  /** `closing` ends the waiting for a broker. */
  async settle(held: HeldMessage, outcome: DeliveryOutcome, closing: AbortSignal): Promise<Settled> {
    const { message, session } = held;
    if (outcome.kind === 'ack') return session.acknowledge(message) ? 'settled' : 'kept';
    if (!(await this.move(held, this.moveOf(message, outcome), closing))) {
      session.giveBack(message);
      return 'kept';
    }
    return session.acknowledge(message) ? 'settled' : 'moved';
  }

  /**
   * Puts a message back that was not begun. Each return counts towards the limit after which RabbitMQ takes it for one
   * that kills its consumers; before that it is published anew, which begins the count again.
   */
  async giveBack(held: HeldMessage, closing: AbortSignal): Promise<void> {
    const { message, session } = held;
    if (returnsOf(message) < MAX_RETURNS || closing.aborted) return void session.giveBack(message);
    const { queue, properties } = this.unchanged(message);
    try {
      await this.publisher.publish({ exchange: '', routingKey: queue }, message.content, properties);
      session.acknowledge(message);
    } catch {
      session.giveBack(message);
    }
  }

  /** False when nothing was moved, as far as is known. */
  private async move(held: HeldMessage, { queue, properties }: Move, closing: AbortSignal): Promise<boolean> {
    const { message, session } = held;
    const isPatient = (): boolean => !closing.aborted;
    let backoff: IBackoff<unknown> | undefined;
    while (!session.signal.aborted) {
      const target = { exchange: '', routingKey: queue };
      try {
        await this.publisher.publish(target, message.content, properties, isPatient);
        return true;
      } catch {
        if (closing.aborted) return false;
        backoff = (backoff ?? MOVE_AGAIN).next(undefined);
        const signal = AbortSignal.any([closing, session.signal]);
        await delay(backoff.duration, undefined, { signal }).catch(() => undefined);
      }
    }
    return false;
  }

  private moveOf(message: ConsumeMessage, outcome: Exclude<DeliveryOutcome, { kind: 'ack' }>): Move {
    switch (outcome.kind) {
      case 'pause':
        return this.unchanged(message);
      case 'retry':
        return this.retryOf(message, outcome.failure);
      case 'dead_letter':
        return { queue: DEAD_LETTER_QUEUE, properties: deadProperties(message, outcome.failure) };
    }
  }

  private unchanged(message: ConsumeMessage): Move {
    return { queue: LANE_QUEUES[deliveryOf(message).lane], properties: laterProperties(message, null) };
  }

  private retryOf(message: ConsumeMessage, failure: DeliveryFailure): Move {
    const { lane, attempt } = deliveryOf(message);
    const step = this.retryStepsMs[attempt - 1];
    if (step === undefined) return { queue: DEAD_LETTER_QUEUE, properties: deadProperties(message, failure) };
    return { queue: retryQueue(lane, step), properties: laterProperties(message, failure) };
  }
}
