import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MetricsController } from './metrics.controller';
import { MetricsRegistry } from './metrics-registry';
import { scrapedGauge } from './scraped-metrics';

let metrics: MetricsRegistry;
let controller: MetricsController;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  metrics = new MetricsRegistry();
  controller = new MetricsController(metrics);
});
afterEach(() => void vi.useRealTimers());

describe('GET /metrics', () => {
  it('leaves out what cannot be read, serves the rest, and counts that', async () => {
    scrapedGauge(metrics.registry, {
      name: 'anton_broken',
      help: 'Broken',
      read: () => Promise.reject(new Error('the broker is down')),
    });
    const first = await controller.read();
    expect(first).not.toContain('anton_broken');
    expect(first).toContain('process_cpu_seconds_total');
    expect(await controller.read()).toMatch(/anton_scrape_failures_total\{metric="anton_broken"\} [12]\n/);
  });

  it('waits for a metric only so long', async () => {
    scrapedGauge(metrics.registry, {
      name: 'anton_slow',
      help: 'Slow',
      read: () => new Promise(() => undefined),
    });
    const answer = controller.read();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(await answer).toContain('process_cpu_seconds_total');
  });
});
