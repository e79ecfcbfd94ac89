import type { ConfirmChannel, Message, Options } from 'amqplib';
import { QueueUnavailableError } from '../../queue.errors';
import type { BrokerConnection } from './broker-connection';
import { LiveChannel } from './live-channel';
import type { ResolvedRabbitQueueOptions } from './rabbit-queue.options';

/** Where a message goes; the default exchange ('') routes by the name of a queue. */
export interface Target {
  readonly exchange: string;
  readonly routingKey: string;
}

/** A publish that the broker has not confirmed. It keeps its place after its caller was told that it took too long. */
interface Unconfirmed {
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: QueueUnavailableError) => void;
  returned?: string;
  isLate?: boolean;
}

/** Of `publishTimeoutMs`: how exactly it is kept. */
const SWEEPS_PER_TIMEOUT = 25;
/** A connection that confirms nothing for so many timeouts is made anew. */
const PATIENCE_TIMEOUTS = 3;

/**
 * Publishes persistent, mandatory messages and resolves when the broker has confirmed them. What is returned (confirmed,
 * but routed nowhere), refused, late, or beyond the bound is a {@link QueueUnavailableError}; nothing is ever buffered
 * for later: a message that was not confirmed in time may still have arrived, its sender shall send it again.
 */
export class ConfirmedPublisher {
  private readonly live: LiveChannel;
  private readonly unconfirmed = new Map<string, Unconfirmed>();
  private readonly sweeper: NodeJS.Timeout;
  private count = 0;

  /** `prepare` declares what is published to; `onUnroutable` hears of a message that nobody receives. */
  constructor(
    private readonly connection: BrokerConnection,
    private readonly options: ResolvedRabbitQueueOptions,
    prepare: (channel: ConfirmChannel) => Promise<void>,
    private readonly onUnroutable: () => void,
  ) {
    this.live = new LiveChannel(connection, async (channel) => {
      await prepare(channel);
      channel.on('return', (message) => this.returned(message));
    });
    const every = options.publishTimeoutMs / SWEEPS_PER_TIMEOUT;
    this.sweeper = setInterval(() => this.sweep(), every).unref();
  }

  start(): void {
    this.live.start();
  }

  /** Resolves when publishing was possible for the first time. */
  get opened(): Promise<void> {
    return this.live.opened;
  }

  /** @throws QueueUnavailableError */
  publish(target: Target, content: Buffer, properties: Options.Publish): Promise<void> {
    const { channel } = this.live;
    const obstacle = this.connection.obstacle ?? (channel === undefined ? 'RabbitMQ is not ready' : null);
    if (channel === undefined || obstacle !== null)
      return Promise.reject(new QueueUnavailableError(obstacle ?? ''));
    if (this.unconfirmed.size >= this.options.maxInFlight)
      return Promise.reject(
        new QueueUnavailableError(`${this.unconfirmed.size} publishes are under way already`),
      );
    return new Promise((resolve, reject) => {
      this.count += 1;
      const number = String(this.count);
      this.unconfirmed.set(number, { since: performance.now(), resolve, reject });
      const settings = { ...properties, persistent: true, mandatory: true, correlationId: number };
      try {
        channel.publish(target.exchange, target.routingKey, content, settings, (error: unknown) =>
          this.confirmed(number, target, error),
        );
      } catch (error) {
        this.unconfirmed.delete(number);
        reject(new QueueUnavailableError(`RabbitMQ was not sent the message: ${String(error)}`, error));
      }
    });
  }

  /** Waits for what is under way, at most for the publish timeout. */
  async close(): Promise<void> {
    const deadline = performance.now() + this.options.publishTimeoutMs;
    while (this.unconfirmed.size > 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 10));
    clearInterval(this.sweeper);
    await this.live.close();
  }

  /** Comes before the confirm (https://www.rabbitmq.com/docs/confirms#when-publishes-are-confirmed). */
  private returned(message: Message): void {
    const publish = this.unconfirmed.get(String(message.properties.correlationId));
    if (publish !== undefined)
      publish.returned = (message.fields as { readonly replyText?: string }).replyText ?? 'returned';
  }

  private confirmed(number: string, target: Target, error: unknown): void {
    const publish = this.unconfirmed.get(number);
    if (publish === undefined) return;
    this.unconfirmed.delete(number);
    const { returned } = publish;
    if (returned !== undefined) {
      const where = target.exchange || 'the default exchange';
      publish.reject(new QueueUnavailableError(`${where} has nobody for ${target.routingKey}: ${returned}`));
      this.onUnroutable();
    } else if (error instanceof Error)
      publish.reject(new QueueUnavailableError(`RabbitMQ did not confirm: ${error.message}`, error));
    else publish.resolve();
  }

  /** The oldest come first: the map keeps the order. */
  private sweep(): void {
    const { publishTimeoutMs } = this.options;
    const now = performance.now();
    for (const publish of this.unconfirmed.values()) {
      const age = now - publish.since;
      if (age < publishTimeoutMs) return;
      if (publish.isLate === true) {
        if (age > publishTimeoutMs * PATIENCE_TIMEOUTS && this.connection.obstacle === null)
          return this.connection.breakOff();
        continue;
      }
      publish.isLate = true;
      publish.reject(new QueueUnavailableError(`RabbitMQ did not confirm within ${publishTimeoutMs} ms`));
    }
  }
}
