import { describe, expect, it } from 'vitest';
import { faultsOf } from './support/history/check-history';
import { surviveStops } from './support/line/survive-stops';

describe('SIGTERM of two replicas in turn, five times, at 100 webhooks per second', () => {
  it('loses and resets nothing, and ends with 0 in time', async () => {
    const { verdict, stops } = await surviveStops(100, 5);
    expect(faultsOf(verdict)).toEqual({});
    expect(verdict.unreachable).toEqual([]);
    expect(verdict.accepted).toBeGreaterThan(1_000);
    expect(stops.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
    for (const { ms } of stops) expect(ms).toBeLessThan(30_000);
  }, 300_000);
});
