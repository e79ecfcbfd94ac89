import { Logger } from '@nestjs/common';
import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import { timeout, TimeoutStrategy } from 'cockatiel';
import type { Channel, ChannelModel } from 'amqplib';
import { QueueUnavailableError } from '../../queue.errors';
import { corkWrites, socketOf } from './corked-writes';
import type { ResolvedRabbitQueueOptions } from './rabbit-queue.options';

const CLOSE_TIMEOUT_MS = 5000;
/** Its own lines repeat every second while a broker is down, with stacks. */
const SILENT = { log: () => undefined, error: () => undefined, warn: () => undefined };

/** One connection to the broker that comes back by itself. Says what happens to it once, not with every try. */
export class BrokerConnection {
  private readonly logger = new Logger('RabbitTaskQueue');
  private readonly amqp: AmqpConnection;
  private readonly openers: ((model: ChannelModel) => void)[] = [];
  private model: ChannelModel | undefined;
  private blockedBecause: string | undefined;
  private isDown = false;
  private isClosing = false;

  constructor(
    private readonly purpose: 'publishing' | 'consuming',
    private readonly options: ResolvedRabbitQueueOptions,
  ) {
    const connectTimeout = options.publishTimeoutMs;
    this.amqp = new AmqpConnection({
      name: purpose,
      uri: options.uri,
      logger: SILENT,
      enableDirectReplyTo: false,
      registerHandlers: false,
      connectionInitOptions: { wait: false },
      connectionManagerOptions: {
        heartbeatIntervalInSeconds: options.heartbeatSeconds,
        reconnectTimeInSeconds: 1,
        connectionOptions: {
          noDelay: true,
          timeout: connectTimeout,
          clientProperties: { connection_name: `anton ${purpose}` },
        },
      },
    });
  }

  /** Begins to connect; never waits for it. */
  async open(): Promise<void> {
    await this.amqp.init();
    const { managedConnection } = this.amqp;
    managedConnection.on('connect', ({ connection }) =>
      this.connected(connection as unknown as ChannelModel),
    );
    managedConnection.on('connectFailed', ({ err }) => this.disconnected(err));
    managedConnection.on('disconnect', ({ err }) => this.disconnected(err));
    managedConnection.on('blocked', ({ reason }) => this.blocked(reason));
    managedConnection.on('unblocked', () => this.unblocked());
  }

  /** Called with every new connection, at once with the one that is open. */
  onConnect(opener: (model: ChannelModel) => void): void {
    this.openers.push(opener);
    if (this.model !== undefined) opener(this.model);
  }

  /** Why nothing can be published now, or null. */
  get obstacle(): string | null {
    if (this.model === undefined) return 'RabbitMQ is not connected';
    if (this.blockedBecause !== undefined) return `RabbitMQ takes nothing now: ${this.blockedBecause}`;
    return null;
  }

  /** True while `model` is the open connection. */
  isOpen(model: ChannelModel): boolean {
    return this.model === model && !this.isClosing;
  }

  /**
   * Breaks a connection that does not answer, so that it is made anew. Not by the manager's own `reconnect()`: it takes
   * every listener away and waits for a polite end, and the next error of that connection would end the process.
   */
  breakOff(): void {
    if (!this.isClosing && this.model !== undefined)
      socketOf(this.model)?.destroy(new Error('RabbitMQ does not answer'));
  }

  /** Works on a channel of its own, for a bounded time. @throws QueueUnavailableError */
  async withChannel<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const limited = timeout(this.options.publishTimeoutMs, TimeoutStrategy.Aggressive);
    try {
      return await limited.execute(async () => this.onChannel(work));
    } catch (error) {
      if (error instanceof QueueUnavailableError) throw error;
      throw new QueueUnavailableError(`RabbitMQ did not do it: ${textOf(error)}`, error);
    }
  }

  /** The same without a bound, for work that waits for others. */
  async onChannel<T>(work: (channel: Channel) => Promise<T>): Promise<T> {
    const { model } = this;
    if (model === undefined) throw new QueueUnavailableError('RabbitMQ is not connected');
    const channel = await model.createChannel();
    channel.on('error', () => undefined); // the call that caused it has it too
    try {
      return await work(channel);
    } finally {
      await channel.close().catch(() => undefined); // a channel that the broker closed cannot be closed again
    }
  }

  async close(): Promise<void> {
    this.isClosing = true;
    const limited = timeout(CLOSE_TIMEOUT_MS, TimeoutStrategy.Aggressive);
    await limited.execute(async () => this.amqp.close()).catch(() => undefined); // it may wait for a broker that is gone
    this.model = undefined;
  }

  private connected(model: ChannelModel): void {
    corkWrites(model);
    this.model = model;
    this.blockedBecause = undefined;
    if (this.isDown) this.logger.log(`RabbitMQ is connected again for ${this.purpose}`);
    this.isDown = false;
    for (const opener of this.openers) opener(model);
  }

  private disconnected(error: unknown): void {
    this.model = undefined;
    this.blockedBecause = undefined;
    if (this.isDown || this.isClosing) return;
    this.isDown = true;
    this.logger.error(`RabbitMQ is not connected for ${this.purpose}, trying every second: ${textOf(error)}`);
  }

  private blocked(reason: string): void {
    this.blockedBecause = reason;
    if (this.purpose === 'publishing') this.logger.error(`RabbitMQ takes nothing now: ${reason}`);
  }

  private unblocked(): void {
    this.blockedBecause = undefined;
    if (this.purpose === 'publishing') this.logger.log('RabbitMQ takes messages again');
  }
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
}
