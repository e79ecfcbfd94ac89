import { describe, expect, it } from 'vitest';
import type { ReviewAnswer, ReviewFinding } from '@anton/agent';
import type { Opinion } from '../recording/opinion';
import type { SeededDiff } from '../set/read-set';
import { outcomeOf, scoreOf } from './score';
import { mistakes, scoreRows } from './score-rows';

/** Everything here is invented: neither changes nor answers are of any model. */
const INVENTED = 'an invented model';

function finding(file: string, startLine: number, endLine = startLine): ReviewFinding {
  return {
    id: 'r1-1',
    severity: 'high',
    category: 'correctness',
    file,
    startLine,
    endLine,
    title: 't',
    failureScenario: 's',
    fixHint: '',
    confidence: 0.9,
  };
}

const rejected = (...blocking: ReviewFinding[]): ReviewAnswer => ({
  kind: 'reviewed',
  verdict: 'rejected',
  blocking,
  others: [],
  dropped: 0,
  summary: '',
});
const approved = (...others: ReviewFinding[]): ReviewAnswer => ({
  kind: 'reviewed',
  verdict: 'approved',
  blocking: [],
  others,
  dropped: 0,
  summary: '',
});
const down: ReviewAnswer = { kind: 'unavailable', reason: 'closed' };

function diff(id: string, isBad: boolean, language: 'go' | 'java' = 'go'): SeededDiff {
  const expected = {
    file: 'a.go',
    lines: [[3, 5] as [number, number], [9, 9] as [number, number]],
    category: 'security' as const,
    severity: 'high' as const,
  };
  const ticket = { title: 't', description: 'd', acceptance: ['a'] };
  const of = { id, class: 'invented', language, ticket, base: {} };
  return { id, class: 'invented', of, diff: '', expected: isBad ? expected : null };
}

const opinion = (id: string, answer: ReviewAnswer, usd: number | null = 0.01): Opinion => ({
  id,
  answer,
  usd,
  calls: 2,
  usage: { inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1 },
  ms: 1,
});

describe('outcomeOf', () => {
  const bad = diff('bad', true);

  it.each([
    ['the first line of a range', finding('a.go', 3), 'caught'],
    ['a range that ends in it', finding('a.go', 1, 3), 'caught'],
    ['a second range', finding('a.go', 9), 'caught'],
    ["a path with git's prefix", finding('b/a.go', 4), 'caught'],
    ['the line before', finding('a.go', 2), 'other_reason'],
    ['the line after', finding('a.go', 6), 'other_reason'],
    ['another file', finding('b.go', 4), 'other_reason'],
  ])('takes a rejection for %s as it is', (_what, found, outcome) => {
    expect(outcomeOf(bad, { answer: rejected(found) })).toBe(outcome);
  });

  it('does not take a remark for a catch, nor an answer that there is none of for anything', () => {
    expect(outcomeOf(bad, { answer: approved(finding('a.go', 4)) })).toBe('missed');
    expect(outcomeOf(bad, { answer: down })).toBe('unavailable');
  });

  it('takes every rejection of a good change for a false one', () => {
    const good = diff('good', false);
    expect(outcomeOf(good, { answer: rejected(finding('a.go', 4)) })).toBe('false_reject');
    expect(outcomeOf(good, { answer: approved(finding('a.go', 4)) })).toBe('passed');
    expect(outcomeOf(good, { answer: down })).toBe('unavailable');
  });
});

describe('scoreOf', () => {
  const diffs = [
    diff('1/bad', true),
    diff('2/bad', true, 'java'),
    diff('3/bad', true),
    diff('4/bad', true),
    diff('1/good', false),
    diff('2/good', false, 'java'),
  ];
  const score = scoreOf(diffs, [
    opinion('1/bad', rejected(finding('a.go', 4))),
    opinion('2/bad', rejected(finding('a.go', 7)), null),
    opinion('3/bad', approved()),
    opinion('4/bad', down),
    opinion('1/good', rejected(finding('a.go', 4))),
    opinion('2/good', approved()),
  ]);

  it('counts of those that were answered', () => {
    expect(score).toMatchObject({
      caught: { hits: 1, of: 3 },
      otherReason: { hits: 1, of: 3 },
      falseRejects: { hits: 1, of: 2 },
      unavailable: 1,
      calls: 12,
      unpriced: 1,
    });
    expect(score.usd).toBeCloseTo(0.05);
  });

  it('counts by language', () => {
    expect(score.byLanguage.get('go')).toMatchObject({
      caught: { hits: 1, of: 2 },
      falseRejects: { hits: 1, of: 1 },
    });
    expect(score.byLanguage.get('java')).toMatchObject({
      caught: { hits: 0, of: 1 },
      falseRejects: { hits: 0, of: 1 },
    });
  });

  it('gives nothing to a reviewer that rejects everything, nor to one that rejects nothing', () => {
    const every = scoreOf(
      diffs,
      diffs.map(({ id }) => opinion(id, rejected(finding('a.go', 1)))),
    );
    expect(every).toMatchObject({ caught: { hits: 0, of: 4 }, falseRejects: { hits: 2, of: 2 } });
    const none = scoreOf(
      diffs,
      diffs.map(({ id }) => opinion(id, approved())),
    );
    expect(none).toMatchObject({ caught: { hits: 0, of: 4 }, falseRejects: { hits: 0, of: 2 } });
  });

  it('shows rates with their interval, and names what went wrong', () => {
    const rows = scoreRows(INVENTED, score);
    expect(rows[0]).toMatchObject({
      what: `${INVENTED}: bad diffs caught (1 of 3; 95 %: 6 to 79 %)`,
      unit: '%',
    });
    expect(rows.at(-1)?.what).toBe(`${INVENTED}: cost, without 1 of unknown price`);
    expect(scoreRows(INVENTED, scoreOf([], []))[0]?.value).toBeNaN();
    expect(mistakes(score)).toEqual([
      'missed: 3/bad',
      'rejected for another reason: 2/bad',
      'rejected though good: 1/good',
      'without an answer: 4/bad',
    ]);
  });
});
