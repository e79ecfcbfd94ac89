import { Logger } from '@nestjs/common';
import type { ConfirmChannel } from 'amqplib';
import { LANES } from '../../lane';
import type { ConsumeOptions, DeliveryHandler, DeliveryOutcome, QueueConsumer } from '../../task-queue.port';
import type { BrokerConnection } from './broker-connection';
import { ConsumerSession, type HeldMessage } from './consumer-session';
import { LiveChannel } from './live-channel';
import { deliveryOf } from './message-properties';
import type { Settlement } from './settlement';

/**
 * Takes messages of both lanes, the urgent ones first, hands them to the handler and settles them. Survives the loss of
 * its channel, of its connection and of its queues: it subscribes again, and what it held is delivered again. A message
 * that comes again while its first copy is still being handled waits for that one's outcome instead of running beside it.
 */
export class RabbitConsumer implements QueueConsumer {
  private readonly logger = new Logger('RabbitTaskQueue');
  private readonly live: LiveChannel;
  private readonly closing = new AbortController();
  private readonly running = new Set<Promise<void>>();
  private readonly inHand = new Map<string, Promise<DeliveryOutcome>>();
  private session: ConsumerSession | undefined;
  private turn: Promise<void> = Promise.resolve();
  private isPaused = false;
  private pausedUntil = 0;
  private taken: Date | undefined;

  /** `prepare` declares what is consumed from. */
  constructor(
    connection: BrokerConnection,
    private readonly handler: DeliveryHandler,
    private readonly options: ConsumeOptions,
    private readonly settlement: Settlement,
    prepare: (channel: ConfirmChannel) => Promise<void>,
  ) {
    this.live = new LiveChannel(connection, async (channel) => {
      await prepare(channel);
      await channel.prefetch(options.prefetch);
      this.session = new ConsumerSession(channel);
      await this.adjust();
    });
  }

  start(): void {
    this.live.start();
  }

  get isConsuming(): boolean {
    const session = this.live.channel === undefined ? undefined : this.session;
    return session !== undefined && (session.isSubscribed || !this.wantsMessages);
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
    await this.adjust().catch(() => undefined); // a channel that is gone holds nothing
    await Promise.all(this.running);
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
    if (!this.wantsMessages && session.isSubscribed) await session.unsubscribe();
    this.beginNext();
  }

  private beginNext(): void {
    while (this.wantsMessages && this.running.size < this.options.prefetch) {
      const held = this.nextHeld();
      if (held === undefined) return;
      const work = this.work(held).finally(() => {
        this.running.delete(work);
        this.beginNext();
      });
      this.running.add(work);
    }
  }

  /** Of a session that ended nothing is begun: its messages come again. */
  private nextHeld(): HeldMessage | undefined {
    const { session } = this;
    if (session === undefined || session.signal.aborted) return undefined;
    const lane = LANES.find((name) => session.waiting[name].length > 0);
    return lane === undefined ? undefined : session.waiting[lane].shift();
  }

  private async work(held: HeldMessage): Promise<void> {
    const delivery = deliveryOf(held.message);
    this.taken = delivery.publishedAt;
    const earlier = held.message.fields.redelivered ? this.inHand.get(delivery.id) : undefined;
    const outcome = await (earlier ?? this.handle(held));
    if (outcome.kind === 'pause') await this.pauseFor(outcome.pauseMs);
    if (!(await this.settlement.settle(held, outcome, this.closing.signal)))
      this.logger.warn(`${delivery.id} was handled but not settled, it will be delivered again`);
  }

  private async handle({ message }: HeldMessage): Promise<DeliveryOutcome> {
    const delivery = deliveryOf(message);
    const outcome = this.outcomeOf(delivery);
    this.inHand.set(delivery.id, outcome);
    try {
      return await outcome;
    } finally {
      if (this.inHand.get(delivery.id) === outcome) this.inHand.delete(delivery.id);
    }
  }

  private async outcomeOf(delivery: ReturnType<typeof deliveryOf>): Promise<DeliveryOutcome> {
    try {
      return await this.handler(delivery);
    } catch (error) {
      const failure = { code: 'handler_threw', message: String(error), category: 'transient' } as const;
      return { kind: 'retry', failure };
    }
  }

  /** The message is put back after that, so that it does not come straight back. */
  private async pauseFor(pauseMs: number): Promise<void> {
    this.pausedUntil = Math.max(this.pausedUntil, Date.now() + pauseMs);
    setTimeout(() => this.adjustSoon(), pauseMs + 1).unref();
    await this.adjust().catch(() => undefined); // a channel that is gone takes nothing either
  }
}
