import { describe, expect, it } from 'vitest';
import { faultsOf } from './support/history/check-history';
import { surviveStops } from './support/line/survive-stops';

const STOPS = 50;

describe('SIGTERM of two replicas in turn, fifty times, at 100 webhooks per second', () => {
  it('loses and resets nothing, and ends with 0 in time', async () => {
    const { verdict, stops } = await surviveStops(100, STOPS);
    expect(faultsOf(verdict)).toEqual({});
    expect(verdict.unreachable).toEqual([]);
    expect(stops.filter(({ status, ms }) => status === 0 && ms < 30_000)).toHaveLength(STOPS);
  });
});
