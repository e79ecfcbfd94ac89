import { describe, expect, it } from 'vitest';
import type { ModelReply, ModelUsage } from '@anton/models';
import type { BudgetLimits } from './budget';
import { budgetLimitsOf } from './budget-limits';
import { RunBudget } from './run-budget';

const START = new Date('2026-11-01T10:00:00Z');
const after = (minutes: number): Date => new Date(START.getTime() + minutes * 60_000);
const ROUTE = { limits: { costUsd: 5, minutes: 55, modelCalls: 150 } };

function budget(limits: Partial<BudgetLimits> = {}): RunBudget {
  return new RunBudget({ ...budgetLimitsOf(ROUTE, START), ...limits });
}

function reply(usd: number | null, usage: Partial<ModelUsage> = {}): ModelReply {
  return {
    blocks: [],
    stopReason: 'end_turn',
    usage: { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0, ...usage },
    usd,
    model: 'm',
    raw: [],
  };
}

function spend(
  subject: RunBudget,
  times: number,
  usd: number | null = 0,
  usage: Partial<ModelUsage> = {},
): RunBudget {
  for (let index = 0; index < times; index += 1) subject.spend('coder', reply(usd, usage));
  return subject;
}

describe('budgetLimitsOf', () => {
  it('takes money, minutes and calls from the route', () => {
    expect(budgetLimitsOf(ROUTE, START)).toEqual({
      usd: 5,
      callsFirstRound: 80,
      callsPerFurtherRound: 25,
      callsTotal: 150,
      grossInputTokens: 4_000_000,
      outputTokens: 300_000,
      softDeadline: after(45),
      hardDeadline: after(55),
    });
  });

  it('never allows more calls in the first round than in all', () => {
    expect(budgetLimitsOf({ limits: { ...ROUTE.limits, modelCalls: 12 } }, START).callsFirstRound).toBe(12);
  });
});

describe('RunBudget', () => {
  it('allows 80 calls, 25 more with each round, 150 in all', () => {
    const subject = spend(budget(), 79);
    expect(subject.exceeded(START)).toBeNull();
    expect(spend(subject, 1).exceeded(START)).toEqual({
      status: 'budget',
      reason: '80 of 80 model calls spent',
    });
    subject.openRound();
    expect(spend(subject, 24).exceeded(START)).toBeNull();
    expect(spend(subject, 1).exceeded(START)?.status).toBe('budget');
    for (let round = 0; round < 9; round += 1) subject.openRound();
    expect(spend(subject, 45).exceeded(START)?.reason).toBe('150 of 150 model calls spent');
  });

  it('lets the reviewer answer when only the calls of the coder are spent', () => {
    const subject = spend(budget(), 80);
    expect(subject.exceeded(START)).not.toBeNull();
    expect(subject.exceeded(START, 'reviewer')).toBeNull();
  });

  it.each([
    ['money', 5, {}],
    [
      'input, cached or not',
      0,
      { inputTokens: 1_000_000, cacheReadTokens: 2_000_000, cacheWriteTokens: 1_000_000 },
    ],
    ['output', 0, { outputTokens: 300_000 }],
  ])('ends with the %s, for both roles', (_what, usd, usage) => {
    const subject = spend(budget(), 1, usd, usage);
    expect(subject.exceeded(START)?.status).toBe('budget');
    expect(subject.exceeded(START, 'reviewer')?.status).toBe('budget');
  });

  it('ends as timeout at the hard deadline', () => {
    expect(budget().exceeded(after(54))).toBeNull();
    expect(budget().exceeded(after(55))).toMatchObject({ status: 'timeout' });
  });

  it('warns once at 80 % of each thing, and again for the calls of a new round', () => {
    const subject = spend(budget(), 63);
    expect(subject.warning(START)).toBeNull();
    expect(spend(subject, 1).warning(START)).toBe('64 of 80 model calls spent');
    expect(spend(subject, 1).warning(START)).toBeNull();
    subject.spend('reviewer', reply(4));
    expect(subject.warning(START)).toBe('$4.00 of $5 spent');
    subject.openRound();
    expect(spend(subject, 19).warning(START)).toBe('84 of 105 model calls spent');
  });

  it('warns once at the soft deadline', () => {
    const subject = budget();
    expect(subject.warning(after(44))).toBeNull();
    expect(subject.warning(after(45))).toContain('time');
    expect(subject.warning(after(46))).toBeNull();
  });

  it('ends with the tokens when no price is known', () => {
    const subject = spend(budget({ usd: 1 }), 2, null, { outputTokens: 140_000 });
    expect(subject.exceeded(START)).toBeNull();
    expect(spend(subject, 1, null, { outputTokens: 20_000 }).exceeded(START)).toEqual({
      status: 'budget',
      reason: '300000 of 300000 output tokens spent',
    });
    expect(subject.total()).toMatchObject({ usd: null, usage: { outputTokens: 300_000 } });
  });

  it('gives no sum of money when one price is unknown, but still counts the known ones', () => {
    const subject = spend(spend(budget(), 1, 5), 1, null, { outputTokens: 7 });
    expect(subject.total()).toMatchObject({ usd: null, calls: 2, usage: { outputTokens: 7 } });
    expect(subject.exceeded(START)?.status).toBe('budget');
  });
});
