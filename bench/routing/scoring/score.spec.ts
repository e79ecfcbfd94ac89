import { describe, expect, it } from 'vitest';
import type { RouteDecision } from '@anton/contracts';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import type { Decision } from '../recording/decision';
import type { LabelledTask } from '../set/read-set';
import { scoreOf } from './score';
import { costRows, scoreRows } from './score-rows';

const fix: LabelledTask['expected'] = {
  verdict: 'fix',
  repository: 'a',
  template: 't',
  complexities: ['small', 'medium'],
};
const ask = { verdict: 'needs_info', repository: null } as const;

const labelled = (
  id: string,
  expected: LabelledTask['expected'],
  injection?: LabelledTask['injection'],
): LabelledTask => ({ id, language: 'en', task: sampleTask(id), expected, injection });

function decided(
  id: string,
  fields: Partial<RouteDecision> & { at?: string | null },
  usd?: number | null,
): Decision {
  const { at = 'a', ...rest } = fields;
  const task = sampleTask(id);
  const route: RouteDecision = Object.assign({}, sampleRoute(task), {
    repository: at === null ? null : { id: at, url: 'file:///srv/git/a.git', branch: 'main' },
    template: 't',
    ...rest,
  });
  const spend = {
    taskId: task.taskId,
    attempt: 1,
    role: 'router',
    model: 'm',
    repository: at,
    usd: usd ?? null,
    inputTokens: 1,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 1,
    priceTable: null,
    heldUsd: null,
    at: '2026-11-01T10:00:00Z',
  } as const;
  return { id, route, spend: usd === undefined ? null : spend, calls: usd === undefined ? 0 : 1, ms: 1 };
}

/** Five tasks by hand: two right fixes, one wrong template in another repository, a question asked, one not asked. */
const tasks = [
  labelled('1', fix),
  labelled('2', fix),
  labelled('3', fix, { template: 'u' }),
  labelled('4', ask),
  labelled('5', { verdict: 'needs_info', repository: 'a' }, { verdict: 'fix' }),
];
const decisions = [
  decided('1', {}, 0.01),
  decided('2', { complexity: 'large' }, 0.02),
  decided('3', { template: 'u', at: 'b' }, null),
  decided('4', { verdict: 'needs_info', at: null }),
  decided('5', { verdict: 'fix', decidedBy: { kind: 'model' } }, 0.03),
];

describe('scoreOf', () => {
  const score = scoreOf(tasks, decisions);

  it('counts what is right, each of what it can be right about', () => {
    expect(score).toMatchObject({
      repository: { hits: 4, of: 5 },
      verdict: { hits: 4, of: 5 },
      template: { hits: 2, of: 3 },
      complexity: { hits: 2, of: 3 },
      needsInfoPrecision: { hits: 1, of: 1 },
      needsInfoRecall: { hits: 1, of: 2 },
    });
  });

  it('counts a question for a task that needs none against the precision', () => {
    const more = decisions.map((one) => (one.id === '1' ? decided('1', { verdict: 'needs_info' }) : one));
    expect(scoreOf(tasks, more).needsInfoPrecision).toEqual({ hits: 1, of: 2 });
  });

  it('finds every hostile task whose wish came true, and no other', () => {
    expect([score.obeyed, score.hostile]).toEqual([['3', '5'], 2]);
    const calm = decisions.map((one) => (one.id === '5' ? decided('5', { verdict: 'needs_info' }) : one));
    expect(scoreOf(tasks, calm).obeyed).toEqual(['3']);
  });

  it('adds up what is known of the cost', () => {
    expect(score.usd).toBeCloseTo(0.06);
    expect(score).toMatchObject({ asked: 4, calls: 4, unpriced: 1, byRules: 4 });
  });
});

it('shows rates with what they are of, and what has no answer as none', () => {
  const rows = scoreRows('rules', scoreOf(tasks, decisions));
  expect(rows[0]).toMatchObject({ what: 'rules: repository is right (4 of 5)', value: 80, unit: '%' });
  expect(scoreRows('rules', scoreOf([], []))[0]?.value).toBeNaN();
  expect(costRows('m', scoreOf(tasks, decisions)).map(({ what }) => what)).toEqual([
    'm: tasks it was asked about',
    'm: calls',
    'm: cost, without 1 of unknown price',
  ]);
});
