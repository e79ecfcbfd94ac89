import { Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { Reviewer, ReviewerProvider, type ReviewAnswer, type ReviewRequest } from '@anton/agent';
import type { RunReport } from '@anton/contracts';
import type { Scenario, ScriptedStep } from '@anton/simulation';
import { APPROVES, FINDING, finish, FIXES, GOOD, REJECTS, write } from '../../test/run-script';
import { FILES, openRun, type RunSettings, type RunUnderTest } from '../../test/run-under-test';

const SLOW = 60_000;

const dispute = (id: string, evidence: string): ScriptedStep => ({
  tools: [{ name: 'dispute_finding', input: { id, evidence } }],
});

/** Approves, and edits what it approves. */
@ReviewerProvider('writing')
class WritingReviewer extends Reviewer {
  override async review({ workspace }: ReviewRequest): Promise<ReviewAnswer> {
    await workspace.write('pay.js', Buffer.from('exports.pay = () => 0;\n'));
    return { kind: 'reviewed', verdict: 'approved', blocking: [], others: [], dropped: 0, summary: '' };
  }
}

@Module({ providers: [WritingReviewer] })
class WritingModule {}

let world: RunUnderTest;

afterEach(() => world.close());

async function run(scenario: Scenario, settings?: RunSettings, signal?: AbortSignal): Promise<RunReport> {
  world = await openRun(scenario, settings);
  return world.run(signal);
}

const branches = (): string => world.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/fix');
const trailers = (): string => world.git('log', '-1', '--format=%(trailers:only,unfold)', world.branch);

describe('the review', () => {
  it('rejects three times: a draft that lists what is open', { timeout: SLOW }, async () => {
    const coder = [GOOD, finish(), finish(), finish()];
    const report = await run({ coder, reviewer: REJECTS });
    expect(report).toMatchObject({
      status: 'review_rejected',
      pullRequest: { draft: true },
      review: {
        rounds: 3,
        verdict: 'rejected',
        findings: [{ title: 'Loses cents', file: 'pay.js', line: 1 }],
      },
    });
    expect(world.pullRequests()[0]?.body).toContain('**open**, high: Loses cents (`pay.js:1`)');
    expect(trailers()).toContain('Anton-Draft: true');
  });

  it(
    'withdraws a finding that the author contests with evidence, and approves',
    { timeout: SLOW },
    async () => {
      const evidence = 'pay.js:1 hands the bill on, cents and all.';
      const coder = [GOOD, finish(), dispute('diff/r1-1', evidence), finish()];
      const agrees = { earlier: [{ id: 'diff/r1-1', state: 'disputed' }], findings: [], summary: 'right' };
      const report = await run({ coder, reviewer: [...REJECTS.slice(0, 1), { json: agrees }] });
      expect(report).toMatchObject({
        status: 'pr_opened',
        pullRequest: { draft: false },
        review: { rounds: 2, verdict: 'approved', findings: [] },
      });
      const reviews = world.models.exchanges.filter(({ role }) => role === 'reviewer');
      expect(JSON.stringify(reviews[1]?.body)).toContain(`[diff/r1-1] ${evidence}`);
      expect(world.pullRequests()[0]?.body).toContain('1 disputed by the author and withdrawn');
    },
  );

  it('keeps a remark of the first round that is not fixed in the second', { timeout: SLOW }, async () => {
    const remark = { ...FINDING, id: 'b', severity: 'low', category: 'tests', title: 'No test for cents' };
    const first = { earlier: [], findings: [FINDING, remark], summary: 'wrong' };
    const states = [
      { id: 'diff/r1-1', state: 'fixed' },
      { id: 'diff/r1-2', state: 'not_fixed' },
    ];
    const second = { earlier: states, findings: [], summary: 'right' };
    const report = await run({
      coder: [write('pay.js', 'exports.pay = () => 1;\n'), finish(), GOOD, finish()],
      reviewer: [{ json: first }, { json: second }],
    });
    expect(report).toMatchObject({ status: 'pr_opened', review: { rounds: 2, verdict: 'approved' } });
    expect(world.pullRequests()[0]?.body).toMatch(/1 remark that does not block[^]*No test for cents/);
  });

  it('looks things up in the checkout and in the base', { timeout: SLOW }, async () => {
    const looks = ['read_file', 'git_show'].map((name) => ({ name, input: { path: 'pay.js' } }));
    await run({ ...FIXES, reviewer: [{ tools: looks }, APPROVES] });
    const [, second] = world.models.exchanges.filter(({ role }) => role === 'reviewer');
    const text = JSON.stringify(second?.body);
    expect(text).toContain('1\\texports.pay = (bill) => bill;');
    expect(text).toContain('1\\texports.pay = (bill) => bill + 1;');
  });

  it(
    'is none when a reviewer changes the tree: what was checked is pushed, as a draft',
    { timeout: SLOW },
    async () => {
      const report = await run(FIXES, { imports: [WritingModule] });
      expect(report).toMatchObject({
        status: 'pr_opened',
        pullRequest: { draft: true },
        review: { verdict: 'unavailable' },
      });
      expect(world.git('show', `${world.branch}:pay.js`)).toBe('exports.pay = (bill) => bill;');
      expect(world.pullRequests()[0]?.body).toContain('a reviewer changed the work tree');
    },
  );

  it('is unavailable when the reviewer is down: a draft, no verdict', { timeout: SLOW }, async () => {
    const report = await run({ ...FIXES, reviewer: [{ fault: 'status', status: 503 }] });
    expect(report).toMatchObject({
      status: 'pr_opened',
      pullRequest: { draft: true },
      review: { verdict: 'unavailable', findings: [] },
    });
    expect(world.pullRequests()[0]?.body).toContain('> - nobody reviewed it: the reviewer was unavailable');
  });

  it('that is cut off by the end of the run is no review', { timeout: SLOW }, async () => {
    const stop = new AbortController();
    const hangs: ScriptedStep = () => {
      setTimeout(() => stop.abort(), 100);
      return { fault: 'hang' };
    };
    const report = await run({ ...FIXES, reviewer: [hangs] }, {}, stop.signal);
    expect(report).toMatchObject({ status: 'timeout', resumable: true, pullRequest: null });
    expect(report.review.verdict).not.toBe('approved');
  });
});

describe('work that comes to no good end', () => {
  it('ends as tests_failing with a draft when the checks stay red', { timeout: SLOW }, async () => {
    const coder = [write('pay.js', 'exports.pay = () => 3;\n'), ...Array.from({ length: 5 }, () => finish())];
    const report = await run({ coder });
    expect(report).toMatchObject({
      status: 'tests_failing',
      pullRequest: { draft: true },
      proof: { kind: 'none' },
      review: { rounds: 0, verdict: 'not_reviewed' },
      checks: { final: { outcome: 'failed', failing: ['pays the bill'] } },
    });
    expect(report.message).toContain('pays the bill');
    expect(world.pullRequests()[0]?.body).toMatch(/still fails:\n\n- `pays the bill`/);
  });

  it('ends as tests_failing when the checks never end', { timeout: SLOW }, async () => {
    const coder = [GOOD, ...Array.from({ length: 5 }, () => finish())];
    const report = await run({ coder }, { route: { checks: ['sleep 100'] }, checkTimeoutMs: 300 });
    expect(report).toMatchObject({
      status: 'tests_failing',
      checks: { baseline: { outcome: 'timed_out' }, final: { outcome: 'timed_out' } },
    });
    expect(report.message).toContain('did not end within');
  });

  it('is a draft where no checks are found', { timeout: SLOW }, async () => {
    const files = { 'pay.js': FILES['pay.js'] ?? '' };
    const report = await run(FIXES, { files, route: { checks: [] } });
    expect(report).toMatchObject({
      status: 'pr_opened',
      pullRequest: { draft: true },
      checks: { command: null, final: { outcome: 'not_run' } },
    });
    expect(world.pullRequests()[0]?.body).toContain('nothing proves this change');
  });

  it('shows the newest work of an agent that gave up, as unchecked', { timeout: SLOW }, async () => {
    const coder: ScriptedStep[] = [
      write('pay.js', 'exports.pay = () => 3;\n'),
      finish(),
      write('pay.js', 'exports.pay = () => 4;\n'),
      { fault: 'status', status: 503 },
    ];
    const report = await run({ coder });
    expect(report).toMatchObject({ status: 'llm_unavailable', pullRequest: { draft: true } });
    expect(world.git('show', `${world.branch}:pay.js`)).toContain('=> 4');
    expect(report.checks.final).toBeNull();
  });

  it.each([
    ['no_change_needed', 'no_change_needed'],
    ['cannot_fix', 'stuck'],
    ['fixed', 'stuck'],
  ])('that claims %s without a change ends as %s', { timeout: SLOW }, async (outcome, status) => {
    const report = await run({ coder: [finish(outcome, 'It works here.')] });
    expect(report).toMatchObject({ status, pullRequest: null, headSha: null });
    expect(report.message).toContain('It works here.');
    expect(branches()).toBe('');
  });

  it('pushes nothing when the agent never worked', { timeout: SLOW }, async () => {
    const report = await run(
      { coder: [{ fault: 'status', status: 503 }] },
      { route: { setup: ['echo made > made.txt'] } },
    );
    expect(report).toMatchObject({ status: 'llm_unavailable', pullRequest: null });
    expect(branches()).toBe('');
  });
});
