import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Client } from './client';
import { IntakeLimits } from './intake-limits';
import { SourceRates } from './source-rates';

/** How many of `count` tries succeed. */
function successes(count: number, attempt: () => boolean): number {
  return Array.from({ length: count }, attempt).filter(Boolean).length;
}

describe('Client', () => {
  const rates = { deliveriesPerAddress: 20, failuresPerAddress: 2 };
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'], now: 1_000 }));
  afterEach(() => void vi.useRealTimers());

  it('may send ten seconds worth at once, then as much as the rate', () => {
    const client = new Client(rates);
    expect(successes(300, () => client.takeDelivery())).toBe(200);
    vi.advanceTimersByTime(1_000);
    expect(successes(300, () => client.takeDelivery())).toBe(20);
    vi.advanceTimersByTime(3_600_000);
    expect(successes(300, () => client.takeDelivery())).toBe(200);
  });

  it('is not limited by 0', () => {
    const client = new Client({ deliveriesPerAddress: 0, failuresPerAddress: 0 });
    expect(successes(100_000, () => client.takeDelivery())).toBe(100_000);
    for (let index = 0; index < 1_000; index += 1) client.hasFailed();
    expect(client.isBlocked).toBe(false);
  });

  it('is blocked for ten seconds when it fails too often', () => {
    const client = new Client(rates);
    for (let index = 0; index < 20; index += 1) client.hasFailed();
    expect(client.isBlocked).toBe(false);
    client.hasFailed();
    expect(client.isBlocked).toBe(true);
    vi.advanceTimersByTime(9_999);
    expect(client.isBlocked).toBe(true);
    vi.advanceTimersByTime(1);
    expect(client.isBlocked).toBe(false);
  });

  it('cannot guess faster than that on average', () => {
    const client = new Client(rates);
    let guesses = 0;
    for (let second = 0; second < 1_000; second += 1) {
      for (let index = 0; index < 50 && !client.isBlocked; index += 1, guesses += 1) client.hasFailed();
      vi.advanceTimersByTime(1_000);
    }
    expect(guesses).toBeLessThan(1_000 * rates.failuresPerAddress * 1.2);
  });

  it('is not blocked within an hour of an authentic delivery: others may use its address', () => {
    const client = new Client(rates);
    for (let index = 0; index < 100; index += 1) client.hasFailed();
    client.hasProven();
    expect([client.isProven, client.isBlocked]).toEqual([true, false]);
    vi.advanceTimersByTime(3_600_000);
    client.hasFailed();
    expect(client.isProven).toBe(false);
  });
});

describe('SourceRates', () => {
  it('keeps a share for who is proven, whoever floods the source', () => {
    const rates = new SourceRates(new IntakeLimits({ deliveriesPerSource: 5 }));
    expect(successes(100, () => rates.take('jira', false))).toBe(50);
    expect(rates.take('jira', true)).toBe(true);
    expect(rates.take('sonar', false)).toBe(true);
  });

  it('has no limit with 0', () => {
    const rates = new SourceRates(new IntakeLimits({ deliveriesPerSource: 0 }));
    expect(successes(10_000, () => rates.take('jira', false))).toBe(10_000);
  });
});
