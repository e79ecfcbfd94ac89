import { describe, expect, it } from 'vitest';
import type { Measurement } from './measurement';
import { pointRows } from './point-rows';

function measurement(requestsPerSecond: number, p50Ms: number): Measurement {
  return { requestsPerSecond, p50Ms, p99Ms: 9, serverMicros: 100, brokerMicros: 50, rssBytes: 100 * 2 ** 20 };
}

const measured = new Map([
  ['anton', [measurement(800, 1.4), measurement(90, 14), measurement(850, 1.6)]],
  ['bare', [measurement(1_000, 1), measurement(100, 10), measurement(1_000, 1)]],
  ['fastapi', [measurement(250, 4), measurement(30, 40), measurement(250, 4)]],
]);

const find = (connections: number, what: string) =>
  pointRows('here', connections, measured).filter((found) => found.what === `here: ${what}`);

describe('pointRows', () => {
  it('gives medians, and ratios round by round', () => {
    const [anton, againstFastapi] = find(32, 'requests, anton');
    expect(anton).toMatchObject({ value: 800, unit: 'req/s', against: 'bare' });
    expect(anton?.ratio).toBeCloseTo(0.85);
    expect(againstFastapi).toMatchObject({ value: 800, against: 'fastapi' });
    expect(againstFastapi?.ratio).toBeCloseTo(3.2);
    expect(find(32, 'requests, bare')).toMatchObject([{ value: 1_000, ratio: null, against: null }]);
  });

  it('has the goals of issue 4, and for Anton alone', () => {
    expect(find(32, 'requests, anton')[0]?.goal).toEqual({ of: 'ratio', atLeast: 0.8, met: true });
    expect(find(1, 'p50, anton')[0]?.goal).toEqual({ of: 'ratio', atMost: 1.5, met: true });
    expect(find(1, 'requests, anton')[0]?.goal).toBeNull();
    expect(find(32, 'p50, anton')[0]?.goal).toBeNull();
    expect(find(32, 'requests, fastapi')[0]?.goal).toBeNull();
  });

  it('has no ratio where there is nothing to compare with', () => {
    const alone = pointRows('here', 32, new Map([['anton', [measurement(800, 1)]]]));
    expect(alone[0]).toMatchObject({ ratio: null, against: null, goal: { met: false } });
  });
});
