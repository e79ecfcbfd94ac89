import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { LANES, type Lane } from '../../lane';
import { LANE_QUEUES } from './topology';

/** A message that this process holds, and the session that it can be settled on. */
export interface HeldMessage {
  readonly message: ConsumeMessage;
  readonly session: ConsumerSession;
}

/** What one channel of a consumer holds and subscribes to; it ends with the channel, and its messages come again. */
export class ConsumerSession {
  /** Delivered and not begun, by lane. */
  readonly waiting: Readonly<Record<Lane, HeldMessage[]>> = { urgent: [], normal: [] };
  private readonly ended = new AbortController();
  private tags: string[] = [];

  constructor(private readonly channel: ConfirmChannel) {
    channel.on('close', () => this.ended.abort());
  }

  /** Aborted when nothing of this session can be settled any more. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  get isSubscribed(): boolean {
    return this.tags.length > 0 && !this.signal.aborted;
  }

  /** `onMessage` is called after a message was added to {@link waiting}. */
  async subscribe(onMessage: () => void): Promise<void> {
    for (const lane of LANES) {
      const receive = (message: ConsumeMessage | null): void => {
        if (message === null) return void this.recycle(); // cancelled by the broker, e.g. its queue was deleted
        this.waiting[lane].push({ message, session: this });
        onMessage();
      };
      const { consumerTag } = await this.channel.consume(LANE_QUEUES[lane], receive);
      this.tags.push(consumerTag);
    }
  }

  /** Takes nothing more and gives back what was not begun, to its place. */
  async unsubscribe(): Promise<void> {
    const tags = this.tags;
    this.tags = [];
    for (const tag of tags) await this.channel.cancel(tag);
    for (const lane of LANES) for (const { message } of this.waiting[lane].splice(0)) this.giveBack(message);
  }

  /** False when the channel is gone: the message comes again. */
  acknowledge(message: ConsumeMessage): boolean {
    return this.whileOpen(() => this.channel.ack(message));
  }

  giveBack(message: ConsumeMessage): boolean {
    return this.whileOpen(() => this.channel.nack(message, false, true));
  }

  /** Ends the session; its channel is opened again with another one. */
  async recycle(): Promise<void> {
    await this.channel.close().catch(() => undefined); // closed already
  }

  /** amqplib throws for a channel that closed in this turn of the event loop. */
  private whileOpen(work: () => void): boolean {
    if (this.signal.aborted) return false;
    try {
      work();
      return true;
    } catch {
      return false;
    }
  }
}
