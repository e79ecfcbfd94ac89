import { Logger } from '@nestjs/common';
import { AmqpConnection } from '@golevelup/nestjs-rabbitmq';
import type { ChannelModel } from 'amqplib';
import { atMost, POLITE_MS } from './at-most';
import { corkWrites, socketOf } from './corked-writes';
import { errorText } from './error-text';
import type { ResolvedRabbitQueueOptions } from './rabbit-queue.options';

/** Its own lines repeat every second while a broker is down, with stacks. */
const SILENT = { log: () => undefined, error: () => undefined, warn: () => undefined };

/** One connection to the broker that comes back by itself. Says what happens to it once, not with every try. */
export class BrokerConnection {
  private readonly logger = new Logger('RabbitTaskQueue');
  private readonly amqp: AmqpConnection;
  private readonly openers: ((model: ChannelModel) => void)[] = [];
  private current: ChannelModel | undefined;
  private blockedBecause: string | undefined;
  private isDown = false;
  private isClosing = false;

  constructor(
    private readonly purpose: 'publishing' | 'consuming',
    options: ResolvedRabbitQueueOptions,
  ) {
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
          timeout: options.publishTimeoutMs,
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
    if (this.current !== undefined) opener(this.current);
  }

  /** The open connection. */
  get model(): ChannelModel | undefined {
    return this.current;
  }

  /** Why nothing can be published now, or null. */
  get obstacle(): string | null {
    if (this.current === undefined) return 'RabbitMQ is not connected';
    if (this.blockedBecause !== undefined) return `RabbitMQ takes nothing now: ${this.blockedBecause}`;
    return null;
  }

  /** True while `model` is the open connection. */
  isOpen(model: ChannelModel): boolean {
    return this.current === model && !this.isClosing;
  }

  /**
   * Breaks a connection that does not answer, so that it is made anew. Not by the manager's own `reconnect()`: it takes
   * every listener away and waits for a polite end, and the next error of that connection would end the process.
   */
  breakOff(): void {
    if (!this.isClosing && this.current !== undefined)
      socketOf(this.current)?.destroy(new Error('RabbitMQ does not answer'));
  }

  /** Ends it politely, or at once when nobody answers: what waits for an answer on it fails. */
  async close(): Promise<void> {
    this.isClosing = true;
    const model = this.current;
    await atMost(POLITE_MS, this.amqp.close());
    this.current = undefined;
    destroySocket(model);
  }

  private connected(model: ChannelModel): void {
    if (this.isClosing) return destroySocket(model); // it came too late
    corkWrites(model);
    this.current = model;
    this.blockedBecause = undefined;
    if (this.isDown) this.logger.log(`RabbitMQ is connected again for ${this.purpose}`);
    this.isDown = false;
    for (const opener of this.openers) opener(model);
  }

  private disconnected(error: unknown): void {
    destroySocket(this.current); // the client waits for the other end, which may be gone without a word
    this.current = undefined;
    this.blockedBecause = undefined;
    if (this.isDown || this.isClosing) return;
    this.isDown = true;
    const text = errorText(error);
    this.logger.error(`RabbitMQ is not connected for ${this.purpose}, trying every second: ${text}`);
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

function destroySocket(model: ChannelModel | undefined): void {
  if (model !== undefined) socketOf(model)?.destroy();
}
