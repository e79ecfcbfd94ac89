import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Scenario, ScriptedStep, ScriptedTurn } from '@anton/simulation';
import { openRun, type RunUnderTest } from '../libs/stations/run/test/run-under-test';
import { REJECTS } from '../libs/stations/run/test/run-script';
import { git } from './support/place';
import { expectEnding } from './support/runner/ending';
import { RunnerWorld, type RunnerEnd, type RunnerWorldOptions } from './support/runner/runner-world';
import { APPROVES, finish, GOOD } from './support/runner/turns';

const FIXES = [GOOD, finish()];
let world: RunnerWorld | undefined;
let inProcess: RunUnderTest | undefined;
afterEach(async () => {
  await world?.close();
  await inProcess?.close();
  [world, inProcess] = [undefined, undefined];
});

async function run(
  scenario: Scenario,
  options: RunnerWorldOptions = {},
): Promise<{ readonly end: RunnerEnd; readonly world: RunnerWorld }> {
  world = await RunnerWorld.open(scenario, options);
  return { end: await world.run(), world };
}

/** A commit of somebody else on a branch of the bare repository. */
function commitOf(bare: string, dir: string, branch: string, file: string): void {
  const clone = join(dir, `clone-${crypto.randomUUID()}`);
  git(dir, 'clone', '--quiet', bare, clone);
  git(clone, 'checkout', '--quiet', '-B', branch);
  writeFileSync(join(clone, file), 'of somebody else\n');
  git(clone, 'add', '--all');
  git(clone, 'commit', '--quiet', '--message=meanwhile');
  git(clone, 'push', '--quiet', 'origin', branch);
}

describe('a reviewer that is not there', () => {
  it.each<[string, ScriptedStep]>([
    ['is down', { fault: 'status', status: 503, retryAfter: '400' }],
    ['answers nonsense', { text: 'I approve!' }],
    ['refuses', { refusal: 'I will not.' }],
  ])('because it %s approves nothing: a draft', async (_how, step) => {
    const { end, world: ran } = await run({ coder: FIXES, reviewer: [step] });
    expectEnding(ran, end, 'pr_opened', 'draft');
    expect(end.report.review).toMatchObject({ verdict: 'unavailable', findings: [] });
    expect(ran.pullRequests()[0]?.body).toContain('nobody reviewed it');
  });

  it('because it never answers approves nothing: a draft', async () => {
    const retry = { attempts: 2, idleMs: 300, attemptMs: 2_000 };
    inProcess = await openRun({ coder: FIXES, reviewer: [{ fault: 'hang' }] }, { retry });
    const report = await inProcess.run();
    expect(report).toMatchObject({ status: 'pr_opened', review: { verdict: 'unavailable' } });
    expect(inProcess.pullRequests()).toMatchObject([{ draft: true }]);
    expect(inProcess.models.exchanges.filter(({ role }) => role === 'reviewer')).toHaveLength(2);
  });
});

describe('a reviewer that rejects for ever', () => {
  it('is asked three times: a draft with what is open', async () => {
    const coder = [GOOD, ...Array.from({ length: 9 }, () => finish())];
    const { end, world: ran } = await run({ coder, reviewer: REJECTS });
    expectEnding(ran, end, 'review_rejected', 'draft');
    expect(ran.requests('reviewer')).toHaveLength(3);
    expect(ran.pullRequests()[0]?.body).toContain('Loses cents');
  });
});

describe('a code host that changes meanwhile', () => {
  it('moves the base branch: the pull request has the change alone, and undoes nothing', async () => {
    const moves = (): ScriptedTurn => {
      if (world !== undefined && world.git('rev-list', '--count', 'main') === '1')
        commitOf(world.bare, world.dir, 'main', 'news.txt');
      return finish();
    };
    const { end, world: ran } = await run({ coder: [GOOD, moves], reviewer: [APPROVES] });
    expect(end).toMatchObject({ exitCode: 0, report: { status: 'pr_opened' } });
    expect(ran.git('log', '-1', '--format=%s', 'main')).toBe('meanwhile');
    expect(ran.git('diff', '--name-only', `main...${ran.branch}`)).toBe('pay.js');
    const merged = ran.git('merge-tree', '--write-tree', 'main', ran.branch).split('\n')[0] ?? '';
    expect(ran.git('ls-tree', '--name-only', merged)).toBe('news.txt\npay.js\npay.test.js');
  });

  it('refuses the push: policy, with what it said, and no pull request', async () => {
    const prepare = (bare: string): void => {
      const hook = join(bare, 'hooks', 'pre-receive');
      mkdirSync(join(hook, '..'), { recursive: true });
      writeFileSync(hook, '#!/bin/sh\necho "error: only on working days" >&2\nexit 1\n');
      chmodSync(hook, 0o755);
    };
    const { end, world: ran } = await run({ coder: FIXES, reviewer: [APPROVES] }, { prepare });
    expectEnding(ran, end, 'policy', 'nothing');
    expect(end.report.message).toMatch(/push_rejected.*never forces/);
  });

  it('has a pull request of the branch already: that one, and no second', async () => {
    world = await RunnerWorld.open({ coder: FIXES, reviewer: [APPROVES] });
    mkdirSync(`${world.bare}.pulls`);
    const name = `${world.bare}.pulls/${world.branch.replaceAll('/', '__')}`;
    const stored = { number: 41, state: 'open', title: 'earlier', head: world.branch, base: 'main' };
    writeFileSync(`${name}.json`, JSON.stringify({ ...stored, draft: false, labels: [] }));
    writeFileSync(`${name}.md`, 'text of an earlier attempt\n');
    const end = await world.run();
    expectEnding(world, end, 'pr_opened', 'ready');
    expect(end.report.pullRequest).toMatchObject({ number: 41 });
    expect(world.pullRequests()).toHaveLength(1);
  });

  it('has a branch of that name of somebody else: another name, and theirs is untouched', async () => {
    world = await RunnerWorld.open({ coder: FIXES, reviewer: [APPROVES] });
    commitOf(world.bare, world.dir, world.branch, 'theirs.txt');
    const theirs = world.git('rev-parse', world.branch);
    const end = await world.run();
    expect(end).toMatchObject({ exitCode: 0, report: { branch: `${world.branch}-2` } });
    expect(world.git('rev-parse', world.branch)).toBe(theirs);
  });

  it('is not there: infra, with the remedy', async () => {
    const repository = { id: 'gone', url: 'file:///nowhere/gone.git', branch: 'main' };
    const { end, world: ran } = await run({ coder: FIXES }, { route: { repository } });
    expectEnding(ran, end, 'infra', 'nothing');
    expect(end.report.message).toContain('repositories.yaml');
  });
});
