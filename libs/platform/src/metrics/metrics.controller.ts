import { Controller, Get, Header, Logger } from '@nestjs/common';
import { Counter } from 'prom-client';
import { within } from '../health/within';
import { MetricsRegistry } from './metrics-registry';

/** Below Prometheus' own limit of 10 s, with room for the answer. */
const METRIC_TIMEOUT_MS = 4_000;

/** `GET /metrics` in the Prometheus text format. A metric that cannot be read is left out; the others are there. */
@Controller('metrics')
export class MetricsController {
  private readonly logger = new Logger('Metrics');
  private readonly failures: Counter<'metric'>;
  private readonly failing = new Set<string>();

  constructor(private readonly metrics: MetricsRegistry) {
    this.failures = new Counter({
      name: 'anton_scrape_failures_total',
      help: 'Metrics that could not be read for a scrape and were left out of it',
      labelNames: ['metric'],
      registers: [metrics.registry],
    });
  }

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async read(): Promise<string> {
    const { registry } = this.metrics;
    const names = registry.getMetricsAsArray().map(({ name }) => name);
    const texts = await Promise.all(names.map((name) => this.textOf(name)));
    return `${texts.filter((text) => text !== undefined).join('\n\n')}\n`;
  }

  private async textOf(name: string): Promise<string | undefined> {
    try {
      const text = await within(METRIC_TIMEOUT_MS, this.metrics.registry.getSingleMetricAsString(name));
      this.failing.delete(name);
      return text;
    } catch (error) {
      this.failures.inc({ metric: name });
      if (!this.failing.has(name)) this.logger.warn(`${name} cannot be read: ${String(error)}`);
      this.failing.add(name);
      return undefined;
    }
  }
}
