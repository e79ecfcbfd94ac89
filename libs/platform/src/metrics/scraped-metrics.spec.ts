import { Histogram, Registry } from 'prom-client';
import { beforeEach, describe, expect, it } from 'vitest';
import { BucketCounts } from './bucket-counts';
import { scrapedCounter, scrapedGauge, scrapedHistogram } from './scraped-metrics';

let registry: Registry;
beforeEach(() => {
  registry = new Registry();
});

describe('scraped metrics', () => {
  it('give the numbers of now', async () => {
    let count = 1;
    scrapedCounter(registry, { name: 'seen_total', help: 'Seen', read: () => [[{ source: 'jira' }, count]] });
    scrapedGauge(registry, { name: 'deep', help: 'Deep', read: async () => [[{}, 7]] });
    expect(await registry.metrics()).toBe(
      '# HELP seen_total Seen\n# TYPE seen_total counter\nseen_total{source="jira"} 1\n\n' +
        '# HELP deep Deep\n# TYPE deep gauge\ndeep 7\n',
    );
    count = 2;
    expect(await registry.getSingleMetricAsString('seen_total')).toContain('seen_total{source="jira"} 2');
  });

  it('have no sample where there is no value', async () => {
    scrapedGauge(registry, { name: 'deep', help: 'Deep', read: () => [] });
    expect(await registry.metrics()).toBe('# HELP deep Deep\n# TYPE deep gauge\n');
  });

  it('observe exactly as a histogram of prom-client does', async () => {
    const bounds = [0.001, 0.01, 0.1, 1];
    const values = [0, 0.001, 0.0011, 0.5, 1, 1.01, 70];
    const own = new Registry();
    const theirs = new Histogram({
      name: 'h',
      help: 'H',
      labelNames: ['source'],
      buckets: bounds,
      registers: [own],
    });
    const counts = new BucketCounts(bounds);
    for (const value of values) {
      theirs.observe({ source: 'jira' }, value);
      counts.observe(value);
    }
    scrapedHistogram(registry, { name: 'h', help: 'H', read: () => [[{ source: 'jira' }, counts]] });
    expect(await registry.metrics()).toBe(await own.metrics());
  });

  it('refuse a name that is taken', () => {
    const metric = { name: 'deep', help: 'Deep', read: () => [] };
    scrapedGauge(registry, metric);
    expect(() => scrapedGauge(registry, metric)).toThrow('already been registered');
  });
});
