import { Logger } from '@nestjs/common';
import { ExponentialBackoff, type IBackoff } from 'cockatiel';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import type { BrokerConnection } from './broker-connection';

/** A refused set-up is tried again after this long at first, and at most; milliseconds, with jitter. */
const REOPEN = new ExponentialBackoff({ initialDelay: 100, maxDelay: 5000 });

/** A confirm channel that is opened again whenever it is lost, on the connection of the time. */
export class LiveChannel {
  private readonly logger = new Logger('RabbitTaskQueue');
  /** Resolves when a channel was ready for the first time. */
  readonly opened: Promise<void>;
  private tellOpened: () => void = () => undefined;
  private current: ConfirmChannel | undefined;
  private backoff: IBackoff<unknown> | undefined;
  private isClosing = false;

  /** `setUp` makes a new channel ready; when it fails the channel is closed and another one is tried. */
  constructor(
    private readonly connection: BrokerConnection,
    private readonly setUp: (channel: ConfirmChannel) => Promise<void>,
  ) {
    this.opened = new Promise((resolve) => (this.tellOpened = resolve));
  }

  start(): void {
    this.connection.onConnect((model) => void this.open(model));
  }

  /** The channel that is ready now. */
  get channel(): ConfirmChannel | undefined {
    return this.current;
  }

  async close(): Promise<void> {
    this.isClosing = true;
    await this.current?.close().catch(() => undefined); // lost with its connection
    this.current = undefined;
  }

  private async open(model: ChannelModel): Promise<void> {
    if (this.isClosing || !this.connection.isOpen(model)) return;
    let channel: ConfirmChannel | undefined;
    try {
      channel = await model.createConfirmChannel();
      channel.on('error', (error) => this.logger.warn(`a channel was closed by RabbitMQ: ${error.message}`));
      const opened = channel;
      channel.on('close', () => this.lost(opened, model));
      await this.setUp(channel);
      if (this.isClosing) await channel.close();
      else this.current = channel;
      this.backoff = undefined;
      this.tellOpened();
    } catch (error) {
      if (this.isClosing || !this.connection.isOpen(model)) return;
      this.logger.error(`RabbitMQ refused what the queue needs, trying again: ${String(error)}`);
      if (channel === undefined) this.openLater(model);
      else await channel.close().catch(() => undefined); // its 'close' has come, or comes now
    }
  }

  private lost(channel: ConfirmChannel, model: ChannelModel): void {
    if (this.current === channel) this.current = undefined;
    this.openLater(model);
  }

  private openLater(model: ChannelModel): void {
    if (this.isClosing || !this.connection.isOpen(model)) return;
    this.backoff = (this.backoff ?? REOPEN).next(undefined);
    setTimeout(() => void this.open(model), this.backoff.duration).unref();
  }
}
