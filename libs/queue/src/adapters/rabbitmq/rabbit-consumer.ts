import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { ConfirmChannel } from 'amqplib';
import type { ConsumeOptions, DeliveryHandler, DeliveryOutcome, QueueConsumer } from '../../task-queue.port';
import { atMost, POLITE_MS } from './at-most';
import type { BrokerConnection } from './broker-connection';
import { ConsumerSession, type HeldMessage } from './consumer-session';
import { Copies, type Left } from './copies';
import { LiveChannel } from './live-channel';
import { deliveryOf } from './message-properties';
import { isSuspect, takeNext } from './next-message';
import { outcomeOf } from './outcome-of';
import type { Settlement } from './settlement';
import { SilenceWatch, type Watched } from './silence-watch';

/** By then what was written is in the hands of the operating system; milliseconds. */
const SENT_MS = 20;

/** Times are milliseconds. */
export interface ConsumerSettings extends ConsumeOptions {
  /** A lane that got nothing for so long is subscribed to anew. */
  readonly silenceMs: number;
}

/**
 * Takes messages of both lanes, the urgent ones first, hands them to the handler and settles them. Survives the loss of
 * its channel, of its connection and of its queues: it subscribes again, and what it held is delivered again. A message
 * that comes again while its first copy is still being handled waits for that one's outcome instead of running beside it.
 */
export class RabbitConsumer implements QueueConsumer, Watched {
  private readonly logger = new Logger('RabbitTaskQueue');
  private readonly live: LiveChannel;
  private readonly closing = new AbortController();
  private readonly running = new Map<Promise<void>, HeldMessage>();
  private readonly copies = new Copies();
  private readonly watch: SilenceWatch;
  private current: ConsumerSession | undefined;
  private turn: Promise<void> = Promise.resolve();
  private isPaused = false;
  private pausedUntil = 0;
  private taken: Date | undefined;

  /** `prepare` declares what is consumed from. */
  constructor(
    connection: BrokerConnection,
    private readonly handler: DeliveryHandler,
    private readonly options: ConsumerSettings,
    private readonly settlement: Settlement,
    prepare: (channel: ConfirmChannel) => Promise<void>,
  ) {
    this.live = new LiveChannel(connection, async (channel) => {
      await prepare(channel);
      await channel.prefetch(options.prefetch);
      const session = new ConsumerSession(channel);
      if (this.wantsMessages) await session.subscribe(() => this.beginNext());
      this.current = session;
      await this.adjust();
    });
    this.watch = new SilenceWatch(this, options.silenceMs);
  }

  start(): void {
    this.live.start();
  }

  get isConsuming(): boolean {
    const session = this.live.channel === undefined ? undefined : this.session;
    return session !== undefined && (session.isSubscribed || !this.wantsMessages);
  }

  get session(): ConsumerSession | undefined {
    return this.current;
  }

  /** What is in hand is settled on the old channel, which is closed after that. */
  async renew(): Promise<void> {
    const old = this.session;
    await this.live.renew(async () => {
      if (old === undefined) return;
      await this.giveBack(await old.unsubscribe());
      await old.settled();
    });
  }

  /** Messages begun and not settled, or delivered and not begun. */
  get held(): number {
    const waiting = this.session?.waiting;
    return this.running.size + (waiting?.urgent.length ?? 0) + (waiting?.normal.length ?? 0);
  }

  /** When the message that was begun last was published. */
  get lastTaken(): Date | undefined {
    return this.taken;
  }

  pause(): void {
    this.isPaused = true;
    this.adjustSoon();
  }

  resume(): void {
    this.isPaused = false;
    this.adjustSoon();
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.watch.stop();
    await atMost(POLITE_MS, this.adjust());
    await Promise.all(this.running.keys());
    await this.live.close();
  }

  private get wantsMessages(): boolean {
    return !this.isPaused && !this.closing.signal.aborted && Date.now() >= this.pausedUntil;
  }

  private adjustSoon(): void {
    this.adjust().catch((error: unknown) => {
      this.logger.warn(`the consumer begins anew: ${String(error)}`);
      void this.session?.recycle();
    });
  }

  /** Subscribes or unsubscribes as is wanted, one change after the other. */
  private adjust(): Promise<void> {
    const done = this.turn.then(() => this.applyWish());
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async applyWish(): Promise<void> {
    const { session } = this;
    if (session === undefined || session.signal.aborted) return;
    if (this.wantsMessages && !session.isSubscribed) await session.subscribe(() => this.beginNext());
    if (!this.wantsMessages && session.isSubscribed) await this.giveBack(await session.unsubscribe());
    this.beginNext();
  }

  private async giveBack(left: readonly HeldMessage[]): Promise<void> {
    await Promise.all(left.map(async (held) => this.settlement.giveBack(held, this.closing.signal)));
  }

  private beginNext(): void {
    while (this.wantsMessages && this.running.size < this.options.prefetch) {
      const held = this.nextHeld();
      if (held === undefined) return;
      const work = this.work(held).finally(() => {
        this.running.delete(work);
        this.beginNext();
      });
      this.running.set(work, held);
    }
  }

  /** Of a session that ended nothing is begun: its messages come again. */
  private nextHeld(): HeldMessage | undefined {
    const { session } = this;
    if (session === undefined || session.signal.aborted) return undefined;
    return takeNext(session.waiting, [...this.running.values()].some(isSuspect));
  }

  private async work(held: HeldMessage): Promise<void> {
    try {
      await this.copies.follow(held.message, async (left) => this.finish(held, left));
      if (isSuspect(held)) await delay(SENT_MS); // the next one may kill before the acknowledgement has left
    } catch (error) {
      this.logger.error(`a message cannot be settled, it will be delivered again: ${String(error)}`);
      await held.session.recycle();
    }
  }

  /** Resolves with what is left to do with another copy of the message. */
  private async finish(held: HeldMessage, left: DeliveryOutcome | undefined): Promise<Left | undefined> {
    const delivery = deliveryOf(held.message);
    this.taken = delivery.publishedAt;
    const outcome = left ?? (await outcomeOf(this.handler, delivery));
    if (outcome.kind === 'pause') await this.pauseFor(outcome.pauseMs);
    const settled = await this.settlement.settle(held, outcome, this.closing.signal);
    if (settled !== 'settled' && !this.closing.signal.aborted)
      this.logger.warn(`${delivery.id} was handled and not acknowledged, it will be delivered again`);
    if (settled !== 'kept') return { kind: 'ack' };
    return outcome;
  }

  /** The message is put back after that, so that it does not come straight back. */
  private async pauseFor(pauseMs: number): Promise<void> {
    this.pausedUntil = Math.max(this.pausedUntil, Date.now() + pauseMs);
    setTimeout(() => this.adjustSoon(), pauseMs + 1).unref();
    await atMost(POLITE_MS, this.adjust());
  }
}
