import type { OnApplicationShutdown } from '@nestjs/common';
import type { ConfirmChannel } from 'amqplib';
import { timeout, TimeoutStrategy } from 'cockatiel';
import { AlreadyConsumingError } from '../../queue.errors';
import {
  TaskQueue,
  type ConsumeOptions,
  type DeadLetter,
  type DeliveryHandler,
  type OutgoingMessage,
  type ParkedDecision,
  type ParkedDelivery,
  type QueueConsumer,
  type QueueDepth,
} from '../../task-queue.port';
import { BrokerConnection } from './broker-connection';
import { ConfirmedPublisher } from './confirmed-publisher';
import { deadLetterOf, newProperties } from './message-properties';
import { parkedOf, parkedProperties } from './parked-message';
import { peek, readDepth, reviewParked } from './queue-reader';
import {
  resolveOptions,
  type RabbitQueueOptions,
  type ResolvedRabbitQueueOptions,
} from './rabbit-queue.options';
import { RabbitConsumer } from './rabbit-consumer';
import { Settlement } from './settlement';
import {
  CANARY_KEY,
  DEAD_LETTER_QUEUE,
  declareTopology,
  EXCHANGE,
  LANE_QUEUES,
  PARKED_QUEUE,
} from './topology';
import { TopologyKeeper } from './topology-keeper';

/**
 * The queue on RabbitMQ. Two connections: an alarm of the broker blocks whoever publishes, and must not keep consumers
 * from acknowledging. Nothing waits in memory: what the broker has not confirmed was not published.
 */
export class RabbitTaskQueue extends TaskQueue implements OnApplicationShutdown {
  private readonly publishing: BrokerConnection;
  private readonly publisher: ConfirmedPublisher;
  private readonly keeper: TopologyKeeper;
  private consuming: BrokerConnection | undefined;
  private consumer: RabbitConsumer | undefined;

  constructor(private readonly options: ResolvedRabbitQueueOptions) {
    super();
    this.publishing = new BrokerConnection('publishing', options);
    this.keeper = new TopologyKeeper(this.publishing, options);
    this.publisher = new ConfirmedPublisher(this.publishing, options, this.prepare, () => this.keeper.look());
  }

  /** Connects. Waits for a broker as long as a publish would; one that is down makes publishes fail, not the start. */
  async open(): Promise<void> {
    await this.publishing.open();
    this.publisher.start();
    const patience = timeout(this.options.publishTimeoutMs, TimeoutStrategy.Aggressive);
    await patience.execute(() => this.publisher.opened).catch(() => undefined); // told in the log already
  }

  /** After every HTTP listener and microservice of the application has stopped. */
  async onApplicationShutdown(): Promise<void> {
    await this.consumer?.close();
    await this.keeper.close();
    await this.publisher.close();
    await this.consuming?.close();
    await this.publishing.close();
  }

  publish(message: OutgoingMessage): Promise<void> {
    const target = { exchange: EXCHANGE, routingKey: message.routingKey };
    return this.publisher.publish(target, Buffer.from(message.body), newProperties(message));
  }

  park(delivery: ParkedDelivery): Promise<void> {
    const target = { exchange: '', routingKey: PARKED_QUEUE };
    return this.publisher.publish(target, delivery.rawBody, parkedProperties(delivery));
  }

  async consume(handler: DeliveryHandler, options: ConsumeOptions): Promise<QueueConsumer> {
    if (this.consumer !== undefined) throw new AlreadyConsumingError();
    const connection = new BrokerConnection('consuming', this.options);
    this.consuming = connection;
    const settlement = new Settlement(this.publisher, this.options.retryStepsMs);
    this.consumer = new RabbitConsumer(connection, handler, options, settlement, this.prepare);
    await connection.open();
    this.consumer.start();
    return this.consumer;
  }

  /** A canary goes the way of a task, and the queues are there. */
  async probe(): Promise<void> {
    await this.publisher.publish({ exchange: EXCHANGE, routingKey: CANARY_KEY }, Buffer.from('canary'), {});
    await this.publishing.withChannel(async (channel) => {
      for (const queue of Object.values(LANE_QUEUES)) await channel.checkQueue(queue);
    });
  }

  async depth(): Promise<QueueDepth> {
    const depth = await this.publishing.withChannel((channel) =>
      readDepth(channel, this.options.retryStepsMs),
    );
    const last = this.consumer?.lastTaken;
    const oldestReadyMs = depth.ready === 0 || last === undefined ? null : Date.now() - last.getTime();
    return { ...depth, unacknowledged: this.consumer?.held ?? 0, oldestReadyMs };
  }

  deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    return this.publishing.withChannel((channel) => peek(channel, DEAD_LETTER_QUEUE, limit, deadLetterOf));
  }

  parked(limit: number): Promise<readonly ParkedDelivery[]> {
    return this.publishing.withChannel((channel) => peek(channel, PARKED_QUEUE, limit, parkedOf));
  }

  reviewParked(decide: (delivery: ParkedDelivery) => Promise<ParkedDecision>, limit: number): Promise<void> {
    return this.publishing.onChannel((channel) => reviewParked(channel, decide, limit));
  }

  private readonly prepare = (channel: ConfirmChannel): Promise<void> =>
    declareTopology(channel, this.options.retryStepsMs);
}

/** Makes the queue and connects. */
export async function openRabbitQueue(options: RabbitQueueOptions): Promise<RabbitTaskQueue> {
  const queue = new RabbitTaskQueue(resolveOptions(options));
  await queue.open();
  return queue;
}
