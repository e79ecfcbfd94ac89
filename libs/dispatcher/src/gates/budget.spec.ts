import { describe, expect, it } from 'vitest';
import type { ActiveRun } from '../dispatch-gate.port';
import { budgetAnswer, startOfDay } from './budget';

const now = new Date('2026-11-25T10:00:00Z');
const running = (...reserved: readonly number[]): ActiveRun[] =>
  reserved.map((reservedUsd) => ({ reservedUsd }) as ActiveRun);
const ask = (neededUsd: number, spentUsd: number, ...reserved: readonly number[]) =>
  budgetAnswer({ whose: 'payments', budgetUsd: 5, neededUsd, active: running(...reserved), spentUsd, now });

describe('a budget for a day', () => {
  it('covers a run at its limit, to the last cent', () => {
    expect(ask(2, 1, 2)).toEqual({ kind: 'admit' });
    expect(ask(2, 1.01, 2)).toMatchObject({ kind: 'wait' });
  });

  it('tells the operator what it is used up by, and asks again later', () => {
    expect(ask(2, 1.5, 2)).toEqual({
      kind: 'wait',
      reason:
        'the budget of payments for 2026-11-25, $5.00, does not cover $2.00 more: $1.50 are spent and $2.00 reserved',
      retryAfterMs: 60_000,
    });
  });

  it('refuses what no day could pay for', () => {
    expect(ask(5.5, 0)).toMatchObject({ kind: 'refuse', reason: expect.stringContaining('$5.50') });
  });

  it('begins at midnight UTC', () => {
    expect(startOfDay(new Date('2026-11-25T23:59:59.999Z')).toISOString()).toBe('2026-11-25T00:00:00.000Z');
  });
});
