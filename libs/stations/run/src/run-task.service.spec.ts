import { afterEach, describe, expect, it } from 'vitest';
import type { RunReport } from '@anton/contracts';
import type { Scenario, ScriptedStep } from '@anton/simulation';
import { APPROVES, finish, FIXES, GOOD, write } from '../test/run-script';
import { FILES, openRun, type RunSettings, type RunUnderTest } from '../test/run-under-test';

const SLOW = 60_000;
let world: RunUnderTest;

afterEach(() => world.close());

async function run(scenario: Scenario, settings?: RunSettings, signal?: AbortSignal): Promise<RunReport> {
  world = await openRun(scenario, settings);
  return world.run(signal);
}

const branches = (): string => world.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/fix');
const trailers = (): string => world.git('log', '-1', '--format=%(trailers:only,unfold)', world.branch);

describe('a change that is proven and approved', () => {
  it('becomes a pull request of exactly the tree that was checked', { timeout: SLOW }, async () => {
    const report = await run(FIXES);
    expect(report).toMatchObject({
      status: 'pr_opened',
      branch: world.branch,
      headSha: world.git('rev-parse', world.branch),
      pullRequest: { draft: false },
      proof: { kind: 'red_green' },
      review: { rounds: 1, verdict: 'approved', findings: [] },
      checks: {
        command: 'node --test',
        baseline: { outcome: 'failed', tests: 1, failed: 1, failing: ['pays the bill'] },
        final: { outcome: 'passed', tests: 1, failed: 0 },
      },
    });
    expect(report.cost.usd).toBeGreaterThan(0);
    expect(world.git('diff', '--name-only', 'main', world.branch)).toBe('pay.js');
    expect(trailers()).toContain('Anton-Draft: false');
    const [pullRequest] = world.pullRequests();
    expect(pullRequest).toMatchObject({ draft: false, head: world.branch });
    expect(pullRequest?.body).toContain('1 test red before, green now');
    expect(pullRequest?.body).not.toContain('**Draft.');
  });

  it('is told line by line', { timeout: SLOW }, async () => {
    await run(FIXES);
    const told = world.lines.map((line) => JSON.parse(line) as { stage: string; status: string });
    const ends = told.filter(({ status }) => status === 'passed' || status === 'failed');
    expect(ends.map(({ stage, status }) => `${stage} ${status}`)).toEqual([
      'checkout passed',
      'baseline failed',
      'implement passed',
      'checks passed',
      'review passed',
      'proof passed',
      'push passed',
      'pull_request passed',
    ]);
  });

  it('is a draft where the policy allows no more', { timeout: SLOW }, async () => {
    const report = await run(FIXES, { route: { autonomy: 'draft' } });
    expect(report).toMatchObject({ status: 'pr_opened', pullRequest: { draft: true } });
  });

  it('proves nothing when it runs fewer tests than before', { timeout: SLOW }, async () => {
    const test = `require('node:test').test('nothing', () => {});\n`;
    const files = { ...FILES, 'other.test.js': test };
    const report = await run(
      {
        coder: [write('pay.test.js', test), finish(), finish(), finish()],
        reviewer: [APPROVES, APPROVES, APPROVES],
      },
      {
        files: { ...files, 'pay.test.js': `${FILES['pay.test.js'] ?? ''}test('more', () => {});\n` },
      },
    );
    expect(report.checks).toMatchObject({ baseline: { tests: 3 }, final: { outcome: 'passed', tests: 2 } });
    expect(report).toMatchObject({
      status: 'review_rejected',
      proof: { kind: 'none' },
      review: { findings: [{ title: 'Tests that passed are gone', file: 'pay.test.js' }] },
      pullRequest: { draft: true },
    });
    expect(world.pullRequests()[0]?.body).toContain('passed before, gone now: more');
  });
});

describe('a task that asks for tests to go', () => {
  it('may run fewer, and says so', { timeout: SLOW }, async () => {
    const more = `${FILES['pay.test.js'] ?? ''}test('obsolete', () => {});\n`;
    const coder = [GOOD, write('pay.test.js', FILES['pay.test.js'] ?? ''), finish()];
    const title = 'Bills are doubled; delete the obsolete test';
    const report = await run(
      { coder, reviewer: [APPROVES] },
      { files: { ...FILES, 'pay.test.js': more }, task: { title } },
    );
    expect(report).toMatchObject({
      status: 'pr_opened',
      proof: { kind: 'red_green', tests: ['pays the bill'] },
      pullRequest: { draft: false },
    });
    expect(world.pullRequests()[0]?.body).toContain('- removed: `passed before, gone now: obsolete`');
  });
});

describe('the end from outside', () => {
  it('in the middle of the work keeps what there is, for the next attempt', { timeout: SLOW }, async () => {
    const stop = new AbortController();
    const hangs: ScriptedStep = () => {
      setTimeout(() => stop.abort(), 100);
      return { fault: 'hang' };
    };
    const report = await run({ coder: [GOOD, hangs] }, {}, stop.signal);
    expect(report).toMatchObject({ status: 'timeout', resumable: true, pullRequest: null });
    expect(branches()).toBe('');
    const ref = `refs/anton/wip/${report.taskId}`;
    expect(world.git('show', `${ref}:pay.js`)).toContain('=> bill;');
    expect(world.git('log', '-1', '--format=%(trailers:only,unfold)', ref)).toContain('Anton-Task');
  });

  it('before the work is a timeout without a trace', { timeout: SLOW }, async () => {
    const report = await run(FIXES, {}, AbortSignal.abort());
    expect(report).toMatchObject({ status: 'timeout', pullRequest: null });
    expect(branches()).toBe('');
  });
});

describe('a second attempt', () => {
  it('opens the pull request of what the first one pushed and asks no model', { timeout: SLOW }, async () => {
    await run(FIXES);
    await world.forgetPullRequests();
    const asked = world.models.exchanges.length;
    const head = world.git('rev-parse', world.branch);
    const report = await world.run();
    expect(report).toMatchObject({
      status: 'pr_opened',
      headSha: head,
      pullRequest: { draft: false },
      review: { verdict: 'approved' },
    });
    expect(world.models.exchanges).toHaveLength(asked);
    expect(world.git('rev-parse', world.branch)).toBe(head);
    expect(world.pullRequests()).toMatchObject([{ head: world.branch, draft: false }]);
  });

  it('keeps the draft of the first one a draft', { timeout: SLOW }, async () => {
    await run({ ...FIXES, reviewer: [{ fault: 'status', status: 503 }] });
    await world.forgetPullRequests();
    expect(await world.run()).toMatchObject({
      status: 'pr_opened',
      pullRequest: { draft: true },
      review: { verdict: 'unavailable' },
    });
  });
});
