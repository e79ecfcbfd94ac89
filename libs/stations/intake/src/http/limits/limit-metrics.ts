import { Injectable } from '@nestjs/common';
import { MetricsRegistry, scrapedCounter, scrapedGauge } from '@anton/platform';
import { BodyMemory } from '../../body/body-memory';

/** Why a limit of the intake turned somebody away for now. */
export type LimitReason =
  | 'address_rate'
  | 'source_rate'
  | 'failed_signatures'
  | 'body_memory'
  | 'connections'
  | 'address_connections'
  | 'slow_connection';

/** Counts what the limits turned away, and shows how much memory bodies take. */
@Injectable()
export class LimitMetrics {
  private readonly counts = new Map<LimitReason, number>();

  constructor({ registry }: MetricsRegistry, memory: BodyMemory) {
    scrapedCounter(registry, {
      name: 'anton_intake_turned_away_total',
      help: 'Deliveries and connections that a limit of the intake turned away, by limit',
      read: () => [...this.counts].map(([reason, count]) => [{ reason }, count] as const),
    });
    scrapedGauge(registry, {
      name: 'anton_intake_body_bytes',
      help: 'Memory of the deliveries that are not answered yet',
      read: () => [[{}, memory.bytes]],
    });
  }

  count(reason: LimitReason): void {
    this.counts.set(reason, (this.counts.get(reason) ?? 0) + 1);
  }
}
