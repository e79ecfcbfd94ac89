import { afterEach, describe, expect, it } from 'vitest';
import type { RequestBody, Scenario, ScriptedFault, ScriptedStep, ScriptedTurn } from '@anton/simulation';
import { expectEnding } from './support/runner/ending';
import { RunnerWorld, type RunnerEnd, type RunnerWorldOptions } from './support/runner/runner-world';
import { APPROVES, bash, finish, GOOD, read, write } from './support/runner/turns';

const MODELS = { coder: 'claude-sonnet-5-5', reviewer: 'gpt-6.1-sol' };
const FALLBACK = 'claude-opus-5-5';
/** A wait that no run can bear: the model is given up at once. */
const DOWN: ScriptedStep = { fault: 'status', status: 529, retryAfter: '400' };
let world: RunnerWorld;
afterEach(() => world.close());

async function run(coder: Scenario['coder'], options: RunnerWorldOptions = {}): Promise<RunnerEnd> {
  world = await RunnerWorld.open({ coder, reviewer: [APPROVES] }, options);
  return world.run();
}

/** Answers for the fallback alone. */
const onlyFallback =
  (turn: ScriptedTurn) =>
  (body: RequestBody): ScriptedTurn | ScriptedFault =>
    body['model'] === FALLBACK ? turn : { fault: 'status', status: 529, retryAfterMs: '1' };

const modelsAsked = (): unknown[] => world.models.exchanges.map(({ body }) => body['model']);
const maxTokens = (): unknown[] => world.models.exchanges.map(({ body }) => body['max_tokens']);

describe('a model that goes in circles', () => {
  it('with one call for ever is stopped, without a change without a trace', async () => {
    const end = await run([read('pay.js')]);
    expectEnding(world, end, 'stuck', 'nothing');
    expect(world.requests('coder').length).toBeLessThan(20);
    expect(end.trajectory).toContain('"rule":"identical_call"');
    expect(end.trajectory.match(/"type":"tool_result"/g)?.length).toBeLessThan(5);
  });

  it('after a useful change is stopped, and the change is a draft', async () => {
    const end = await run([GOOD, read('pay.js')]);
    expectEnding(world, end, 'stuck', 'draft');
    expect(world.pushed('pay.js').toString()).toContain('=> bill;');
    expect(world.pullRequests()[0]?.body).toContain('the agent came to no end');
  });

  it('with calls that nobody can execute is stopped', async () => {
    const end = await run([
      { tools: [{ name: 'no_such_tool', input: {} }] },
      { tools: [{ name: 'write_file', input: { file: 1 } }] },
      { tools: [{ name: 'bash', input: { command: 7 } }] },
    ]);
    expectEnding(world, end, 'stuck', 'nothing');
    expect(world.requests('coder')).toHaveLength(3);
  });
});

describe('a vendor that is overloaded', () => {
  it('without end ends the run, after eight tries of one request', async () => {
    const end = await run([{ fault: 'status', status: 529, retryAfterMs: '1' }]);
    expectEnding(world, end, 'llm_unavailable', 'nothing');
    expect(modelsAsked()).toEqual(Array.from({ length: 8 }, () => MODELS.coder));
  });

  it('after a useful change ends it with a draft', async () => {
    const end = await run([GOOD, DOWN]);
    expectEnding(world, end, 'llm_unavailable', 'draft');
  });

  it('gives way to the fallback after four answers in a row, and the run succeeds', async () => {
    const coder = [onlyFallback(GOOD), onlyFallback(finish())];
    const end = await run(coder, { route: { models: { ...MODELS, coderFallback: FALLBACK } } });
    expectEnding(world, end, 'pr_opened', 'ready');
    const four = Array.from({ length: 4 }, () => MODELS.coder);
    expect(modelsAsked()).toEqual([...four, FALLBACK, ...four, FALLBACK, MODELS.reviewer]);
    expect(end.report.cost.usd).toBeGreaterThan(0);
  });

  it('is the same for the reviewer', async () => {
    world = await RunnerWorld.open(
      {
        coder: [GOOD, finish()],
        reviewer: [
          (body) =>
            body['model'] === 'gpt-5.6-sol'
              ? { json: { earlier: [], findings: [], summary: 'right' } }
              : { fault: 'status', status: 503, retryAfterMs: '1' },
        ],
      },
      { route: { models: { ...MODELS, reviewerFallback: 'gpt-5.6-sol' } } },
    );
    const end = await world.run();
    expectEnding(world, end, 'pr_opened', 'ready');
    expect(end.report.review.verdict).toBe('approved');
  });
});

describe('an answer that is cut', () => {
  const CUT = { path: 'pay.js', content: 'exports.pay = () => 666;\n' };

  it.each([
    ['whole', { name: 'write_file', input: CUT }],
    ['broken off', { name: 'write_file', rawInput: JSON.stringify(CUT).slice(0, -9) }],
  ])('has no call that is executed, however %s it looks', async (_how, call) => {
    const end = await run([{ tools: [call], stopReason: 'max_tokens' }]);
    expectEnding(world, end, 'stuck', 'nothing');
    expect(end.trajectory).not.toContain('"type":"tool_call"');
    expect(maxTokens()).toEqual([32_000, 64_000, 32_000]);
  });
});

describe('a model that wants to be done', () => {
  it.each([
    ['fixed', 'stuck'],
    ['cannot_fix', 'stuck'],
    ['no_change_needed', 'no_change_needed'],
  ] as const)('at once, with %s, ends as %s', async (outcome, status) => {
    const end = await run([finish(outcome)]);
    expectEnding(world, end, status, 'nothing');
  });

  it('with red tests is told so four times, and ends with a draft', async () => {
    const end = await run([write('pay.js', 'exports.pay = () => 3;\n'), finish()]);
    expectEnding(world, end, 'tests_failing', 'draft');
    expect(end.report.checks.final).toMatchObject({ outcome: 'failed', failing: ['pays the bill'] });
  });

  it('by refusing is not asked again', async () => {
    const end = await run([{ refusal: 'I will not.' }]);
    expectEnding(world, end, 'refused', 'nothing');
    expect(world.requests('coder')).toHaveLength(1);
  });
});

describe('what a run may spend', () => {
  it('ends it with a draft when the money is spent', async () => {
    const limits = { costUsd: 0.000_1, minutes: 30, modelCalls: 150 };
    const end = await run([GOOD, bash('true')], { route: { limits } });
    expectEnding(world, end, 'budget', 'draft');
  });

  it('opens no draft when it is told to stop: its work is kept for the next attempt', async () => {
    const hangs: ScriptedStep = () => {
      world.signal('SIGTERM');
      return { fault: 'hang' };
    };
    const end = await run([GOOD, hangs]);
    expectEnding(world, end, 'timeout', 'nothing');
    expect(end.report.resumable).toBe(true);
    const kept = world.git('for-each-ref', '--format=%(refname)', 'refs/anton/wip');
    expect(world.git('show', `${kept}:pay.js`)).toContain('=> bill;');
  });
});
