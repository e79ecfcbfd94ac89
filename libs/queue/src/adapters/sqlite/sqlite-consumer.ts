import { newProcessOwner } from '@anton/platform';
import { Logger } from '@nestjs/common';
import { ExponentialBackoff, handleAll, retry } from 'cockatiel';
import { LANES } from '../../lane';
import type {
  ConsumeOptions,
  Delivery,
  DeliveryHandler,
  DeliveryOutcome,
  QueueConsumer,
} from '../../task-queue.port';
import type { ClaimedMessage, MessageStore } from './message-store';
import type { ResolvedSqliteQueueOptions } from './sqlite-queue.options';

/** How often dead consumers are looked for at most, in milliseconds. */
const ORPHANS_MS = 1000;

/** A store that is down is asked again until the consumer closes. */
const SETTLE = retry(handleAll, {
  maxAttempts: Number.POSITIVE_INFINITY,
  backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 2000 }),
});

/** Claims messages while it has room, hands them to the handler and settles them. */
export class SqliteConsumer implements QueueConsumer {
  private readonly logger = new Logger('SqliteTaskQueue');
  private readonly owner = newProcessOwner();
  private readonly running = new Set<Promise<void>>();
  private readonly closing = new AbortController();
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly chores = new Set<Promise<void>>();
  private isPaused = false;
  private pausedUntil = 0;
  private taking: Promise<void> | undefined;
  private isWoken = false;
  private isDown = false;

  constructor(
    private readonly store: MessageStore,
    private readonly handler: DeliveryHandler,
    private readonly consume: ConsumeOptions,
    private readonly options: ResolvedSqliteQueueOptions,
  ) {}

  /** Frees the messages of dead consumers first. */
  async start(): Promise<void> {
    const { visibilityTimeoutMs, pollIntervalMs } = this.options;
    const lease = visibilityTimeoutMs / 3;
    await this.releaseOrphans();
    this.every(lease, () => this.whileUp(async () => this.store.renew(this.owner)));
    this.every(Math.min(lease, ORPHANS_MS), () => this.releaseOrphans());
    this.every(pollIntervalMs, async () => this.wake());
    this.wake();
  }

  get isConsuming(): boolean {
    return !this.isDown && !this.closing.signal.aborted;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.wake();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.taking;
    await Promise.all(this.running);
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.chores);
  }

  /** Looks for messages now. */
  wake(): void {
    this.isWoken = true;
    this.taking ??= this.take().finally(() => {
      this.taking = undefined;
      if (this.isWoken && this.hasRoom) this.wake();
    });
  }

  private get hasRoom(): boolean {
    const isStopped = this.closing.signal.aborted || this.isPaused || Date.now() < this.pausedUntil;
    return !isStopped && this.running.size < this.consume.prefetch;
  }

  private async take(): Promise<void> {
    await this.whileUp(async () => {
      while (this.isWoken && this.hasRoom) {
        this.isWoken = false;
        await this.claimOne();
      }
    });
  }

  private async claimOne(): Promise<void> {
    const message = await this.store.claim(this.owner);
    if (message === undefined) return;
    this.isWoken = true;
    if (!this.hasRoom) {
      await this.store.putBack(message);
      return;
    }
    const work = this.work(message).finally(() => {
      this.running.delete(work);
      this.wake();
    });
    this.running.add(work);
  }

  private async work(message: ClaimedMessage): Promise<void> {
    const outcome = await this.outcomeOf(message);
    if (outcome.kind === 'pause') this.pausedUntil = Math.max(this.pausedUntil, Date.now() + outcome.pauseMs);
    const settle = async () => this.store.settle(message, outcome);
    try {
      await SETTLE.execute(settle, this.closing.signal);
    } catch (error) {
      this.logger.error(`${message.id} was handled but not settled, it will be delivered again`, error);
    }
  }

  private async outcomeOf(message: ClaimedMessage): Promise<DeliveryOutcome> {
    try {
      return await this.handler(deliveryOf(message));
    } catch (error) {
      const failure = { code: 'handler_threw', message: String(error), category: 'transient' } as const;
      return { kind: 'retry', failure };
    }
  }

  private async releaseOrphans(): Promise<void> {
    await this.whileUp(async () => this.store.releaseOrphans(this.owner));
  }

  private every(ms: number, chore: () => Promise<void>): void {
    const run = () => {
      const done = chore().finally(() => this.chores.delete(done));
      this.chores.add(done);
    };
    this.timers.push(setInterval(run, ms));
  }

  /** A store that is down is told about once, and again when it is back; the next timer tries again. */
  private async whileUp(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      if (this.isDown) this.logger.log('the queue can be used again');
      this.isDown = false;
    } catch (error) {
      if (!this.isDown) this.logger.error('the queue cannot be used, trying again', error);
      this.isDown = true;
    }
  }
}

function deliveryOf(message: ClaimedMessage): Delivery {
  return {
    id: message.id,
    lane: LANES[message.lane] ?? 'normal',
    routingKey: message.routing_key,
    body: message.body,
    attempt: message.attempts + 1,
    traceparent: message.traceparent ?? undefined,
    publishedAt: new Date(message.published_at),
  };
}
