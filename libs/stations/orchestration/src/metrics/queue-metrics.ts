import { Injectable } from '@nestjs/common';
import { CachedReading, MetricsRegistry, scrapedGauge, type Series } from '@anton/platform';
import { TaskQueue, type Delivery, type QueueDepth } from '@anton/queue';

/** Several scrapers, and each of them every few seconds, cost the queue one look in 5 s; none waits for a broker. */
const READING = { goodForMs: 5_000, badForMs: 5_000, timeoutMs: 2_000 } as const;

const STATES = ['ready', 'delayed', 'unacknowledged', 'dead'] as const;

/** How deep the orchestrator's queue is, and how late its messages come. Asked when somebody scrapes. */
@Injectable()
export class QueueMetrics {
  private readonly depth: CachedReading<QueueDepth>;
  private readonly ages = new Map<string, number>();

  constructor({ registry }: MetricsRegistry, queue: TaskQueue) {
    this.depth = new CachedReading(async () => queue.depth(), READING);
    scrapedGauge(registry, {
      name: 'anton_queue_messages',
      help: 'Messages of orchestrator_queue by where they stand; unacknowledged ones of this process at least',
      read: async () => this.messages(),
    });
    scrapedGauge(registry, {
      name: 'anton_queue_oldest_ready_seconds',
      help: 'Age of the oldest message that waits, at most; absent when none waits or its age is not known',
      read: async () => this.oldest(),
    });
    scrapedGauge(registry, {
      name: 'anton_queue_last_taken_age_seconds',
      help: 'How old the message last taken was when it was taken, by lane; repeated attempts do not count',
      read: () => [...this.ages].map(([lane, seconds]) => [{ lane }, seconds] as const),
    });
  }

  /** Notes the age of a message that a handler gets now. A retry is as old as its steps want it to be. */
  took({ lane, attempt, publishedAt }: Delivery): void {
    if (attempt === 1) this.ages.set(lane, Math.max(0, Date.now() - publishedAt.getTime()) / 1_000);
  }

  private async messages(): Promise<Series<number>[]> {
    const depth = await this.depth.get();
    return STATES.map((state) => [{ state }, depth[state]] as const);
  }

  private async oldest(): Promise<Series<number>[]> {
    const { oldestReadyMs } = await this.depth.get();
    return oldestReadyMs === null ? [] : [[{}, oldestReadyMs / 1_000]];
  }
}
