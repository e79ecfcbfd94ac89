import { Logger } from '@nestjs/common';
import { ExponentialBackoff, isTaskCancelledError, timeout, TimeoutStrategy, type IBackoff } from 'cockatiel';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { atMost, POLITE_MS } from './at-most';
import type { BrokerConnection } from './broker-connection';
import { errorText } from './error-text';

/** A refused set-up is tried again after this long at first, and at most; milliseconds, with jitter. */
const REOPEN = new ExponentialBackoff({ initialDelay: 100, maxDelay: 5000 });
/** A set-up declares about 15 queues, which takes seconds on a busy broker. After this the connection is made anew. */
const SET_UP = timeout(30_000, TimeoutStrategy.Aggressive);

/** A confirm channel that is opened again whenever it is lost, on the connection of the time. */
export class LiveChannel {
  private readonly logger = new Logger('RabbitTaskQueue');
  /** Resolves when a channel was ready for the first time. */
  readonly opened: Promise<void>;
  private tellOpened: () => void = () => undefined;
  private current: ConfirmChannel | undefined;
  private backoff: IBackoff<unknown> | undefined;
  private reopening: NodeJS.Timeout | undefined;
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

  /** Makes another channel ready and puts it in the place of this one, which is closed when `retire` is done. */
  async renew(retire: () => Promise<void>): Promise<void> {
    const old = this.current;
    const { model } = this.connection;
    if (this.isClosing || old === undefined || model === undefined) return;
    const channel = await SET_UP.execute(async () => this.make(model)); // when it fails, the old one stays
    if (this.current !== old) return channel.close(); // lost meanwhile, and opened again
    this.current = channel;
    try {
      await retire();
    } finally {
      await old.close().catch(() => undefined); // lost meanwhile
    }
  }

  /** Opens none any more. */
  stop(): void {
    this.isClosing = true;
  }

  /** Gives back what the channel holds. */
  async close(): Promise<void> {
    this.stop();
    const channel = this.current;
    this.current = undefined;
    if (channel !== undefined) await atMost(POLITE_MS, channel.close());
  }

  private async open(model: ChannelModel): Promise<void> {
    if (this.isClosing || !this.connection.isOpen(model)) return;
    try {
      const channel = await SET_UP.execute(async () => this.make(model));
      if (this.isClosing) return;
      this.current = channel;
      this.backoff = undefined;
      this.tellOpened();
    } catch (error) {
      if (this.isClosing || !this.connection.isOpen(model)) return;
      this.logger.error(`RabbitMQ refused what the queue needs, trying again: ${errorText(error)}`);
      if (isTaskCancelledError(error)) this.connection.breakOff();
      else this.openLater(model);
    }
  }

  private async make(model: ChannelModel): Promise<ConfirmChannel> {
    const channel = await model.createConfirmChannel();
    channel.on('error', (error) => this.logger.warn(`a channel was closed by RabbitMQ: ${error.message}`));
    channel.on('close', () => this.lost(channel, model));
    try {
      await this.setUp(channel);
      return channel;
    } catch (error) {
      await channel.close().catch(() => undefined); // the broker has closed it already
      throw error;
    }
  }

  private lost(channel: ConfirmChannel, model: ChannelModel): void {
    if (this.current === channel) this.current = undefined;
    if (this.current === undefined) this.openLater(model);
  }

  private openLater(model: ChannelModel): void {
    if (this.isClosing || this.reopening !== undefined || !this.connection.isOpen(model)) return;
    this.backoff = (this.backoff ?? REOPEN).next(undefined);
    const again = (): void => {
      this.reopening = undefined;
      void this.open(model);
    };
    this.reopening = setTimeout(again, this.backoff.duration).unref();
  }
}
