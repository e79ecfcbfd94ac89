import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { MetricsRegistry } from '@anton/platform';

export type DeliveryResult = 'accepted' | 'ignored' | 'parked' | 'refused' | 'unauthorized' | 'unavailable';

/** What became of deliveries, by source. */
@Injectable()
export class DeliveryMetrics {
  private readonly deliveries: Counter<'source' | 'result'>;
  private readonly publishing: Histogram<'source'>;

  constructor({ registry }: MetricsRegistry) {
    this.deliveries = new Counter({
      name: 'anton_deliveries_total',
      help: 'Deliveries by source and by what became of them',
      labelNames: ['source', 'result'],
      registers: [registry],
    });
    this.publishing = new Histogram({
      name: 'anton_publish_seconds',
      help: 'Time until the queue held a task durably',
      labelNames: ['source'],
      buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
      registers: [registry],
    });
  }

  count(source: string, result: DeliveryResult): void {
    this.deliveries.inc({ source, result });
  }

  /** Measures `work` as a publish. */
  async timed<T>(source: string, work: () => Promise<T>): Promise<T> {
    const end = this.publishing.startTimer({ source });
    try {
      return await work();
    } finally {
      end();
    }
  }
}
