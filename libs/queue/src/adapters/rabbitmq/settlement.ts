import { ExponentialBackoff, handleType, retry } from 'cockatiel';
import type { ConsumeMessage } from 'amqplib';
import { QueueUnavailableError } from '../../queue.errors';
import type { DeliveryFailure, DeliveryOutcome } from '../../task-queue.port';
import type { ConfirmedPublisher } from './confirmed-publisher';
import type { HeldMessage } from './consumer-session';
import { deadProperties, deliveryOf, laterProperties } from './message-properties';
import { DEAD_LETTER_QUEUE, LANE_QUEUES, retryQueue } from './topology';

/** While nothing can be published, a message is held and its move tried again. */
const MOVE = retry(handleType(QueueUnavailableError), {
  maxAttempts: Number.POSITIVE_INFINITY,
  backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 2000 }),
});

interface Move {
  readonly queue: string;
  readonly properties: ReturnType<typeof laterProperties>;
}

/**
 * Ends deliveries. A message that goes elsewhere is published there, confirmed, and acknowledged after that: a crash in
 * between doubles it, none loses it. `nack` is never used to count: since RabbitMQ 4.3 it does not.
 */
export class Settlement {
  constructor(
    private readonly publisher: ConfirmedPublisher,
    private readonly retryStepsMs: readonly number[],
  ) {}

  /** False when it could not be done: the message comes again. `signal` ends the waiting for a broker. */
  async settle(
    { message, session }: HeldMessage,
    outcome: DeliveryOutcome,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (session.signal.aborted) return false;
    if (outcome.kind !== 'ack') {
      const { queue, properties } = this.moveOf(message, outcome);
      const publish = async (): Promise<void> =>
        this.publisher.publish({ exchange: '', routingKey: queue }, message.content, properties);
      try {
        await MOVE.execute(publish, AbortSignal.any([signal, session.signal]));
      } catch {
        session.giveBack(message);
        return false;
      }
    }
    return session.acknowledge(message);
  }

  private moveOf(message: ConsumeMessage, outcome: Exclude<DeliveryOutcome, { kind: 'ack' }>): Move {
    switch (outcome.kind) {
      case 'pause':
        return { queue: LANE_QUEUES[deliveryOf(message).lane], properties: laterProperties(message, null) };
      case 'retry':
        return this.retryOf(message, outcome.failure);
      case 'dead_letter':
        return { queue: DEAD_LETTER_QUEUE, properties: deadProperties(message, outcome.failure) };
    }
  }

  private retryOf(message: ConsumeMessage, failure: DeliveryFailure): Move {
    const { lane, attempt } = deliveryOf(message);
    const step = this.retryStepsMs[attempt - 1];
    if (step === undefined) return { queue: DEAD_LETTER_QUEUE, properties: deadProperties(message, failure) };
    return { queue: retryQueue(lane, step), properties: laterProperties(message, failure) };
  }
}
