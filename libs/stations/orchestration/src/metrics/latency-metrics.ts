import { Injectable } from '@nestjs/common';
import { Histogram } from 'prom-client';
import type { Priority, RouteVerdict } from '@anton/contracts';
import { MetricsRegistry } from '@anton/platform';

/** Seconds: rules answer at once, a model within a few seconds, with its retries within minutes. */
const ROUTE_BUCKETS = [0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 180];
/** Seconds: at once, after one routing, behind the runs of others, behind the budget of a day. */
const DISPATCH_BUCKETS = [0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600, 14_400, 86_400];

/** How long tasks take to be routed and to start. */
@Injectable()
export class LatencyMetrics {
  private readonly routing: Histogram<'verdict'>;
  private readonly dispatching: Histogram<'priority'>;

  constructor({ registry }: MetricsRegistry) {
    const registers = [registry];
    this.routing = new Histogram({
      name: 'anton_route_seconds',
      help: 'Of routing one task, its enrichment included, by the verdict; "none": it failed or is tried later',
      labelNames: ['verdict'],
      buckets: ROUTE_BUCKETS,
      registers,
    });
    this.dispatching = new Histogram({
      name: 'anton_dispatch_seconds',
      help: 'From the moment a task was accepted until its first run had started, by priority',
      labelNames: ['priority'],
      buckets: DISPATCH_BUCKETS,
      registers,
    });
  }

  routed(verdict: RouteVerdict | 'none', ms: number): void {
    this.routing.observe({ verdict }, ms / 1_000);
  }

  started(priority: Priority, ms: number): void {
    this.dispatching.observe({ priority }, Math.max(0, ms) / 1_000);
  }
}
