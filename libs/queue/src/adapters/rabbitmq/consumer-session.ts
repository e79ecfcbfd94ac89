import { setTimeout as delay } from 'node:timers/promises';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { LANES, type Lane } from '../../lane';
import { LANE_QUEUES } from './topology';

const POLL_MS = 50;

/** A message that this process holds, and the session that it can be settled on. */
export interface HeldMessage {
  readonly message: ConsumeMessage;
  readonly session: ConsumerSession;
}

/** What one channel of a consumer holds and subscribes to; it ends with the channel, and its messages come again. */
export class ConsumerSession {
  /** Delivered and not begun, by lane. */
  readonly waiting: Readonly<Record<Lane, HeldMessage[]>> = { urgent: [], normal: [] };
  /** When a message came last, by lane, on the clock of `performance`; at first when the session began. */
  readonly receivedAt: Record<Lane, number>;
  private readonly unsettled = new Map<ConsumeMessage, Lane>();
  private readonly ended = new AbortController();
  private tags: string[] = [];

  constructor(private readonly channel: ConfirmChannel) {
    const now = performance.now();
    this.receivedAt = { urgent: now, normal: now };
    channel.on('close', () => this.ended.abort());
  }

  /** Aborted when nothing of this session can be settled any more. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  get isSubscribed(): boolean {
    return this.tags.length > 0 && !this.signal.aborted;
  }

  /** Whether a message of `lane` is in hand, begun or not. */
  holds(lane: Lane): boolean {
    return [...this.unsettled.values()].includes(lane);
  }

  /** `onMessage` is called after a message was added to {@link waiting}. */
  async subscribe(onMessage: () => void): Promise<void> {
    for (const lane of LANES) {
      const receive = (message: ConsumeMessage | null): void => {
        if (message === null) return void this.recycle(); // cancelled by the broker, e.g. its queue was deleted
        this.receivedAt[lane] = performance.now();
        this.unsettled.set(message, lane);
        this.waiting[lane].push({ message, session: this });
        onMessage();
      };
      const { consumerTag } = await this.channel.consume(LANE_QUEUES[lane], receive);
      this.tags.push(consumerTag);
    }
  }

  /** Takes nothing more; resolves with what was not begun. */
  async unsubscribe(): Promise<readonly HeldMessage[]> {
    const tags = this.tags;
    this.tags = [];
    for (const tag of tags) await this.channel.cancel(tag);
    return LANES.flatMap((lane) => this.waiting[lane].splice(0));
  }

  /** Resolves when nothing is in hand any more, or can be settled any more. */
  async settled(): Promise<void> {
    while (this.unsettled.size > 0 && !this.signal.aborted) await delay(POLL_MS, undefined, { ref: false });
  }

  /** False when the channel is gone: the message comes again. */
  acknowledge(message: ConsumeMessage): boolean {
    return this.whileOpen(message, () => this.channel.ack(message));
  }

  giveBack(message: ConsumeMessage): boolean {
    return this.whileOpen(message, () => this.channel.nack(message, false, true));
  }

  /** Ends the session; its channel is opened again with another one. */
  async recycle(): Promise<void> {
    await this.channel.close().catch(() => undefined); // closed already
  }

  /** amqplib throws for a channel that closed in this turn of the event loop. */
  private whileOpen(message: ConsumeMessage, settle: () => void): boolean {
    if (this.signal.aborted) return false;
    this.unsettled.delete(message);
    try {
      settle();
      return true;
    } catch {
      return false;
    }
  }
}
