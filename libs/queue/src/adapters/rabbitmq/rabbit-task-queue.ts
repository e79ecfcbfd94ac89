import type { OnApplicationShutdown } from '@nestjs/common';
import type { Channel, ConfirmChannel } from 'amqplib';
import { AlreadyConsumingError } from '../../queue.errors';
import {
  TaskQueue,
  type ConsumeOptions,
  type DeadLetter,
  type DeliveryHandler,
  type OutgoingMessage,
  type ParkedDelivery,
  type QueueConsumer,
  type QueueDepth,
  type ReviewDecision,
} from '../../task-queue.port';
import { atMost } from './at-most';
import { BrokerConnection } from './broker-connection';
import { ConfirmedPublisher } from './confirmed-publisher';
import { deadLetterOf } from './dead-letter';
import { newProperties } from './message-properties';
import { parkedOf, parkedProperties } from './parked-message';
import { peek, readDepth } from './queue-reader';
import { review } from './queue-review';
import {
  resolveOptions,
  type RabbitQueueOptions,
  type ResolvedRabbitQueueOptions,
} from './rabbit-queue.options';
import { RabbitConsumer } from './rabbit-consumer';
import { Settlement } from './settlement';
import { onChannel, withChannel } from './short-lived-channel';
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
    await atMost(this.options.publishTimeoutMs, this.publisher.opened); // the log says what is wrong
  }

  /** After every HTTP listener and microservice of the application has stopped. */
  async onApplicationShutdown(): Promise<void> {
    this.keeper.stop();
    await this.consumer?.close();
    await this.publisher.close();
    await Promise.all([this.consuming?.close(), this.publishing.close()]);
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
    const settings = { ...options, silenceMs: 2 * this.options.watchIntervalMs };
    this.consumer = new RabbitConsumer(connection, handler, settings, settlement, this.prepare);
    await connection.open();
    this.consumer.start();
    return this.consumer;
  }

  /** A canary goes the way of a task, and the queues are there. */
  async probe(): Promise<void> {
    await this.publisher.publish({ exchange: EXCHANGE, routingKey: CANARY_KEY }, Buffer.from('canary'), {});
    await this.ask(async (channel) => {
      for (const queue of Object.values(LANE_QUEUES)) await channel.checkQueue(queue);
    });
  }

  async depth(): Promise<QueueDepth> {
    const depth = await this.ask((channel) => readDepth(channel, this.options.retryStepsMs));
    const last = this.consumer?.lastTaken;
    const oldestReadyMs = depth.ready === 0 || last === undefined ? null : Date.now() - last.getTime();
    return { ...depth, unacknowledged: this.consumer?.held ?? 0, oldestReadyMs };
  }

  deadLetters(limit: number): Promise<readonly DeadLetter[]> {
    return this.ask((channel) => peek(channel, DEAD_LETTER_QUEUE, limit, deadLetterOf));
  }

  parked(limit: number): Promise<readonly ParkedDelivery[]> {
    return this.ask((channel) => peek(channel, PARKED_QUEUE, limit, parkedOf));
  }

  reviewParked(decide: (delivery: ParkedDelivery) => Promise<ReviewDecision>, limit: number): Promise<void> {
    return onChannel(this.publishing, (channel) =>
      review(channel, PARKED_QUEUE, (message) => decide(parkedOf(message)), limit),
    );
  }

  reviewDeadLetters(decide: (letter: DeadLetter) => Promise<ReviewDecision>, limit: number): Promise<void> {
    return onChannel(this.publishing, (channel) =>
      review(channel, DEAD_LETTER_QUEUE, (message) => decide(deadLetterOf(message)), limit),
    );
  }

  private ask<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    return withChannel(this.publishing, this.options.publishTimeoutMs, work);
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
