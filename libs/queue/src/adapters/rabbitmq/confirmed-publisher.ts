import { setTimeout as delay } from 'node:timers/promises';
import type { ConfirmChannel, Message, Options } from 'amqplib';
import { QueueUnavailableError } from '../../queue.errors';
import type { BrokerConnection } from './broker-connection';
import { errorText } from './error-text';
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
  readonly bytes: number;
  /** True while its caller would rather wait than hear that it took too long. */
  readonly isPatient: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: QueueUnavailableError) => void;
  returned?: string;
  isLate?: boolean;
}

/** Of `publishTimeoutMs`: how exactly it is kept. */
const SWEEPS_PER_TIMEOUT = 25;
/** A connection that confirms nothing for so many timeouts is made anew. */
const PATIENCE_TIMEOUTS = 3;
const POLL_MS = 10;

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
  private bytes = 0;

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

  /**
   * `isPatient` is for a caller that publishes again whatever was not confirmed: while it is true a confirm is waited for
   * as long as the channel lives, so that a slow broker does not get the message twice.
   * @throws QueueUnavailableError
   */
  publish(
    target: Target,
    content: Buffer,
    properties: Options.Publish,
    isPatient: () => boolean = () => false,
  ): Promise<void> {
    const { channel } = this.live;
    const obstacle = this.obstacleFor(content.length);
    if (channel === undefined || obstacle !== null)
      return Promise.reject(new QueueUnavailableError(obstacle ?? 'RabbitMQ is not ready'));
    return new Promise((resolve, reject) => {
      this.count += 1;
      const number = String(this.count);
      const settings = { ...properties, persistent: true, mandatory: true, correlationId: number };
      try {
        channel.publish(target.exchange, target.routingKey, content, settings, (error: unknown) =>
          this.confirmed(number, target, error),
        );
      } catch (error) {
        return reject(
          new QueueUnavailableError(`RabbitMQ was not sent the message: ${errorText(error)}`, error),
        );
      }
      const bytes = content.length;
      this.unconfirmed.set(number, { since: performance.now(), bytes, isPatient, resolve, reject });
      this.bytes += bytes;
    });
  }

  /** Waits for what is under way and not late yet. */
  async close(): Promise<void> {
    this.live.stop();
    const isAwaited = ({ isLate }: Unconfirmed): boolean => isLate !== true;
    while ([...this.unconfirmed.values()].some(isAwaited)) await delay(POLL_MS);
    clearInterval(this.sweeper);
  }

  /** A message that is alone may be larger than the bound. */
  private obstacleFor(bytes: number): string | null {
    const { maxInFlight, maxBytesInFlight } = this.options;
    const { size } = this.unconfirmed;
    if (size >= maxInFlight || (size > 0 && this.bytes + bytes > maxBytesInFlight))
      return this.connection.obstacle ?? `${size} publishes of ${this.bytes} bytes are under way already`;
    return this.connection.obstacle;
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
    this.bytes -= publish.bytes;
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
      if (age > publishTimeoutMs * PATIENCE_TIMEOUTS && this.connection.obstacle === null)
        this.connection.breakOff();
      if (publish.isLate === true || publish.isPatient()) continue;
      publish.isLate = true;
      publish.reject(new QueueUnavailableError(`RabbitMQ did not confirm within ${publishTimeoutMs} ms`));
    }
  }
}
