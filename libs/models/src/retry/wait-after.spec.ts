import { describe, expect, it } from 'vitest';
import { waitAfter } from './call-with-retry';
import { faultOf, type ModelFault } from './model-fault';
import { DEFAULT_RETRY } from './retry-options';

const FAULT: ModelFault = { again: true, status: 529, detail: 'overloaded', retryAfterMs: undefined };
const waits = (attempt: number, leftMs = Infinity): number[] =>
  Array.from({ length: 300 }, () => waitAfter(attempt, FAULT, DEFAULT_RETRY, leftMs) ?? Number.NaN);

describe('the wait between two tries', () => {
  it.each([
    [1, 2_000],
    [2, 4_000],
    [5, 32_000],
    [6, 60_000],
    [7, 60_000],
  ])('after try %i lies anywhere below %i ms', (attempt, bound) => {
    const seen = waits(attempt);
    expect(Math.max(...seen)).toBeLessThanOrEqual(bound);
    expect(Math.max(...seen)).toBeGreaterThan(bound * 0.9);
    expect(Math.min(...seen)).toBeLessThan(bound * 0.1);
  });

  it('fits into the time that is left', () => {
    expect(Math.max(...waits(7, 500))).toBeLessThanOrEqual(500);
    expect(waitAfter(1, FAULT, DEFAULT_RETRY, 0)).toBeNull();
  });

  it('is what the vendor asks for, when that is bearable', () => {
    const asked = (retryAfterMs: number, leftMs: number): number | null =>
      waitAfter(1, { ...FAULT, retryAfterMs }, DEFAULT_RETRY, leftMs);
    expect(asked(300_000, 600_000)).toBe(300_000);
    expect(asked(300_001, 600_000)).toBeNull();
    expect(asked(200_000, 100_000)).toBeNull();
  });
});

describe('faultOf', () => {
  it('reads a date', () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    const { retryAfterMs } = faultOf({ status: 503, headers: new Headers({ 'retry-after': date }) });
    expect(retryAfterMs).toBeGreaterThan(28_000);
    expect(retryAfterMs).toBeLessThanOrEqual(30_000);
  });

  it.each(['soon', '', 'NaN'])('ignores a retry-after of "%s"', (value) => {
    const { again, retryAfterMs } = faultOf({ status: 429, headers: new Headers({ 'retry-after': value }) });
    expect(again).toBe(true);
    expect(retryAfterMs ?? 0).toBe(0);
  });

  it('reads anything that can be thrown', () => {
    for (const thrown of [undefined, null, 'text', 7, {}]) expect(faultOf(thrown).again).toBe(true);
  });
});
