import { Injectable } from '@nestjs/common';
import { CachedReading, MetricsRegistry, scrapedGauge } from '@anton/platform';
import { TaskQueue } from '@anton/queue';

/** Several scrapers, and each of them every few seconds, cost the queue one look in 5 s. */
const READING = { goodForMs: 5_000, badForMs: 5_000, timeoutMs: 2_000 } as const;

/** How many deliveries wait for `anton ingest replay`. Asked of the queue when somebody scrapes. */
@Injectable()
export class ParkedGauge {
  constructor({ registry }: MetricsRegistry, queue: TaskQueue) {
    const depth = new CachedReading(async () => queue.depth(), READING);
    scrapedGauge(registry, {
      name: 'anton_parked_deliveries',
      help: 'Authentic deliveries that could not be read and wait for `anton ingest replay`',
      read: async () => [[{}, (await depth.get()).parked]],
    });
  }
}
