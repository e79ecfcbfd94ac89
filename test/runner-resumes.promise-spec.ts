import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Logger } from '@nestjs/common';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readTrajectory, replayLoop, trajectoryEvent, type TrajectoryEvent } from '@anton/agent';
import type { RouteDecision } from '@anton/contracts';
import type { GitHubRequest, Scenario, ScriptedModels } from '@anton/simulation';
import { FAULTY, git } from './support/place';
import { DyingRunner, type Death, type Life } from './support/resume/dying-runner';
import { EVENTFUL, EVENTFUL_CALLS, EVENTFUL_FILES, PLAIN, UNREVIEWED } from './support/resume/eventful';

type Kind = TrajectoryEvent['type'];

const KINDS: readonly Kind[] = trajectoryEvent.options.map(({ shape }) => shape.type.value);
/** What only a run records that is killed or told to stop; each has a test of its own below. */
const OF_ENDS: readonly Kind[] = ['resumed', 'stop_asked', 'work_kept'];
/** Steps, gates that nobody had looked at, and questions to a reviewer that got no answer. */
const AGAIN: readonly Kind[] = ['resumed', 'stage', 'checks', 'model_request', 'model_failed'];
/** The result of a tool, where its text begins. */
const RESULT = /("type":"tool_result","id":"[^"]+","content":")/;
/** What whoever stops a run waits for. */
const STOPPED_MS = 25_000;
const SLOW = 900_000;

/** A scenario that is played whole once, and then again with a death in each place. */
interface Play {
  readonly scenario: Scenario;
  readonly files: Readonly<Record<string, string>>;
  readonly route?: Partial<RouteDecision>;
}

const PLAYS: Readonly<Record<string, Play>> = {
  eventful: {
    scenario: EVENTFUL,
    files: EVENTFUL_FILES,
    route: { limits: { costUsd: 20, minutes: 30, modelCalls: EVENTFUL_CALLS } },
  },
  unreviewed: { scenario: UNREVIEWED, files: FAULTY },
};

beforeAll(() => Logger.overrideLogger(false));

const opened: DyingRunner[] = [];
afterEach(async () => {
  for (const runner of opened.splice(0)) await runner.close();
});

async function open({ scenario, files, route }: Play): Promise<DyingRunner> {
  const runner = await DyingRunner.make(scenario, files, route);
  opened.push(runner);
  return runner;
}

/** The hashes of all requests that the coder or a reviewer got an answer to. */
function paid({ exchanges }: ScriptedModels): string[] {
  return exchanges
    .filter(({ answered }) => answered === 'ok')
    .map(({ body }) => createHash('sha256').update(JSON.stringify(body)).digest('hex'));
}

/** The first and the last event of each type. */
function deathsIn(events: readonly TrajectoryEvent[], kinds: readonly Kind[]): Death[] {
  return kinds.flatMap((type) => {
    const count = events.filter((event) => event.type === type).length;
    return [...new Set([1, count])].map((number): Death => ({ type, number, signal: 'SIGKILL' }));
  });
}

/** All tokens that the models counted, of all lives. */
function countedBy({ exchanges }: ScriptedModels): { readonly input: number; readonly output: number } {
  const usages = exchanges.map(({ reply }) => (reply?.['usage'] ?? {}) as Readonly<Record<string, number>>);
  const sum = (...names: readonly string[]): number =>
    usages.reduce((all, usage) => names.reduce((some, name) => some + (usage[name] ?? 0), all), 0);
  return {
    input: sum('input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'),
    output: sum('output_tokens'),
  };
}

/** What the run came to; says itself what is wrong with what it cost. `twice`: requests that may have been paid again. */
function endOf(runner: DyingRunner, { report, exitCode, output }: Life, twice = 0) {
  expect(exitCode, `it ended:\n${output}`).toBe(0);
  const { inputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0, outputTokens } = report?.cost ?? {};
  const input = inputTokens + cacheReadTokens + cacheWriteTokens;
  expect({ input, output: outputTokens }).toEqual(countedBy(runner.models));
  const requests = paid(runner.models);
  expect(new Set(requests).size).toBeGreaterThanOrEqual(requests.length - twice);
  return {
    status: report?.status,
    priceTable: report?.cost.priceTable,
    verdict: report?.review.verdict,
    proof: report?.proof.kind,
    tree: runner.tree(),
    pullRequests: runner.place.pullRequests(),
    branches: runner.place.branches(),
    paid: requests.length,
  };
}

/** What the record of a run tells of, without what a later life does again or adds. */
async function recordOf(runner: DyingRunner): Promise<Kind[]> {
  const { events } = await readTrajectory(runner.trajectory);
  return events
    .map(({ type }) => type)
    .filter((type) => !AGAIN.includes(type))
    .toSorted();
}

/** The record reads as that of one run: of `whole`, where that is known. */
async function isFaithful(runner: DyingRunner, whole?: DyingRunner): Promise<void> {
  if (whole !== undefined) expect(await recordOf(runner)).toEqual(await recordOf(whole));
  expect(await replayLoop(await readTrajectory(runner.trajectory))).toMatchObject({ divergence: null });
  const numbers = runner.events().map(({ seq }) => seq);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
}

/** Plays `play` once whole, then once for each death; returns what is wrong. */
async function survive(play: Play, kinds: readonly Kind[]): Promise<string[]> {
  const whole = await open(play);
  const expected = endOf(whole, await whole.live());
  expect(expected.pullRequests).toHaveLength(1);
  const deaths = deathsIn(whole.events(), kinds);
  const failures: string[] = [];
  const work = async (): Promise<void> => {
    for (let death = deaths.shift(); death !== undefined; death = deaths.shift()) {
      const name = `${death.type} #${death.number}`;
      const began = performance.now();
      const runner = await open(play);
      try {
        const first = await runner.live(death);
        expect(first.signal, `it ended:\n${first.output}`).toBe('SIGKILL');
        expect(first.report).toBeNull();
        expect(endOf(runner, await runner.live())).toEqual(expected);
        await isFaithful(runner, whole);
        process.stdout.write(`ok (${((performance.now() - began) / 1_000).toFixed(1)} s) ${name}\n`);
      } catch (error) {
        failures.push(`${name}: ${String(error)}`);
        process.stdout.write(`FAILED ${name}\n${String(error)}\n`);
      }
    }
  };
  await Promise.all([work(), work()]);
  return failures;
}

const kindsOf = async (play: Play): Promise<Kind[]> => {
  const runner = await open(play);
  await runner.live();
  const found = new Set(runner.events().map(({ type }) => type));
  return KINDS.filter((kind) => found.has(kind));
};

describe('a runner that is killed right after an event is on the disk', { timeout: SLOW }, () => {
  it('meets every kind of event that there is', async () => {
    const found = await Promise.all(Object.values(PLAYS).map(kindsOf));
    expect([...new Set([...found.flat(), ...OF_ENDS])].toSorted()).toEqual(KINDS.toSorted());
  });

  it('ends in the same pull request, once, and pays for nothing twice', async () => {
    const { eventful, unreviewed } = PLAYS;
    if (eventful === undefined || unreviewed === undefined) throw new Error('no scenario');
    const kinds = KINDS.filter((kind) => !OF_ENDS.includes(kind) && kind !== 'model_failed');
    expect(await survive(eventful, kinds)).toEqual([]);
    expect(await survive(unreviewed, ['model_failed'])).toEqual([]);
  });

  it('does so however often it is killed, also in its first moment', async () => {
    const play = { scenario: PLAIN, files: FAULTY };
    const whole = await open(play);
    const expected = endOf(whole, await whole.live());
    const runner = await open(play);
    const lives: Death['type'][] = ['tool_call', 'resumed', 'tool_call', 'tool_result', 'resumed', 'review'];
    for (const type of lives) {
      const life = await runner.live({ type, number: 1, signal: 'SIGKILL' });
      expect(life.signal, `${type}: ${life.output}`).toBe('SIGKILL');
    }
    expect(endOf(runner, await runner.live())).toEqual(expected);
    await isFaithful(runner, whole);
    const resumed = runner.events().filter((event) => event.type === 'resumed');
    expect(resumed.map(({ how }) => how)).toEqual(resumed.map(() => 'continued'));
    expect(resumed).toHaveLength(lives.length);
  });

  it.each([
    ['the task is another one', (text: string) => text.replaceAll('Sums are wrong', 'Sums are odd')],
    ['a request comes out differently', (text: string) => text.replace(RESULT, '$1One more word. ')],
    ['its repository is gone', null],
  ])('begins again, with what it has spent, when %s', async (_what, change) => {
    const runner = await open({ scenario: PLAIN, files: FAULTY });
    await runner.live({ type: 'stretch_ended', number: 1, signal: 'SIGKILL' });
    const text = readFileSync(runner.trajectory, 'utf8');
    expect(change?.(text)).not.toBe(text);
    writeFileSync(runner.trajectory, `${change?.(text) ?? text}{"type":"torn`);
    const trusted = join(dirname(runner.trajectory), 'work', 'trusted');
    if (change === null) rmSync(trusted, { recursive: true });
    expect(endOf(runner, await runner.live(), 2)).toMatchObject({ status: 'pr_opened', paid: 2 + 3 });
    const resumed = runner.events().findLast((event) => event.type === 'resumed');
    expect(resumed).toMatchObject({ how: 'anew', lost: { calls: 2 } });
    expect(runner.place.pullRequests()).toHaveLength(1);
    await isFaithful(runner);
  });
});

const hasGh = spawnSync('gh', ['--version']).status === 0;
const withGh = hasGh ? describe : describe.skip;
const GH = hasGh
  ? 'a runner that is killed while it talks to GitHub'
  : 'a runner that is killed while it talks to GitHub (skipped: apt-get install gh)';

withGh(GH, { timeout: SLOW }, () => {
  /** Inside node_modules, so that the built file finds the packages. */
  const built = resolve('node_modules', '.cache', `anton-github-runner-${process.pid}`);
  const bundle = join(built, 'github-runner.js');

  beforeAll(async () => {
    const output = {
      ssr: resolve('test/support/resume/github-runner.ts'),
      outDir: built,
      target: 'node22',
    } as const;
    const resolution = { tsconfigPaths: true };
    await build({ configFile: false, logLevel: 'silent', resolve: resolution, build: output });
  });
  afterAll(() => rmSync(built, { recursive: true, force: true }));

  const isChange = ({ path, operation }: GitHubRequest): boolean =>
    path.endsWith('/git-receive-pack') || path.endsWith('/labels') || operation !== null;

  async function openOn(onRequest?: (request: GitHubRequest) => void): Promise<DyingRunner> {
    const host = { bundle, ...(onRequest !== undefined && { onRequest }) };
    const runner = await DyingRunner.make(PLAIN, FAULTY, {}, host);
    opened.push(runner);
    return runner;
  }

  it('opens one pull request by gh, whichever of its requests was the last', async () => {
    const whole = await openOn();
    expect((await whole.live()).report).toMatchObject({ status: 'pr_opened', pullRequest: { number: 1 } });
    const requests = (whole.github?.requests ?? []).filter(isChange).length;
    expect(requests).toBeGreaterThanOrEqual(4);
    for (let last = 1; last <= requests; last += 1) {
      let seen = 0;
      const runner = await openOn((request) => {
        if (isChange(request)) seen += 1;
        if (isChange(request) && seen === last) runner.end('SIGKILL');
      });
      expect(await runner.live()).toMatchObject({ signal: 'SIGKILL', report: null });
      const { report, output } = await runner.live();
      expect(report, `after request ${last}: ${output}`).toMatchObject({
        status: 'pr_opened',
        pullRequest: { number: 1, draft: false },
        review: { verdict: 'approved' },
      });
      expect(runner.tree()).toBe(whole.tree());
      expect(runner.github?.pullRequests('acme', 'sum')).toHaveLength(1);
      expect(paid(runner.models)).toHaveLength(paid(whole.models).length);
    }
  });
});

describe('a runner that is told to stop', { timeout: SLOW }, () => {
  /** What the repository does with a push before it takes it. */
  function beforeReceiving({ place }: DyingRunner, script: string): void {
    mkdirSync(join(place.repository, 'hooks'), { recursive: true });
    writeFileSync(join(place.repository, 'hooks', 'pre-receive'), script, { mode: 0o755 });
  }

  /** Stops the runner after its edit, while it waits for the model; whoever begins again finds the work done. */
  async function stopped(hook?: string): Promise<{ runner: DyingRunner; life: Life }> {
    let isFirst = true;
    const edit = PLAIN.coder?.[0];
    const finish = PLAIN.coder?.[1];
    if (edit === undefined || finish === undefined || 'fault' in edit || 'fault' in finish)
      throw new Error('no script');
    const scenario: Scenario = {
      ...PLAIN,
      coder: [
        (body) => (JSON.stringify(body).includes('You began this task before') ? finish : edit) as never,
        () => {
          if (!isFirst) return finish as never;
          isFirst = false;
          runner.end('SIGTERM');
          return { fault: 'hang' };
        },
      ],
    };
    const runner = await open({ scenario, files: FAULTY });
    if (hook !== undefined) beforeReceiving(runner, hook);
    return { runner, life: await runner.live() };
  }

  it('keeps its work at the code host; a new attempt elsewhere goes on with it', async () => {
    const { runner, life } = await stopped();
    expect(life.durationMs).toBeLessThan(STOPPED_MS);
    expect(life.report, `it ended:\n${life.output}`).toMatchObject({
      status: 'timeout',
      resumable: true,
      pullRequest: null,
    });
    expect(life.report?.cost.usd).toBeGreaterThan(0);
    expect(git(runner.place.repository, 'show', `${runner.kept()}:sum.js`)).toContain('a + b');
    expect(runner.place.branches()).toEqual([]);
    runner.newFolder();
    const { exitCode, report, output } = await runner.live();
    expect(exitCode, `it ended:\n${output}`).toBe(0);
    expect(report).toMatchObject({ status: 'pr_opened', attempt: 2, proof: { kind: 'red_green' } });
    expect(report?.resumable).toBeUndefined();
    expect(runner.place.pullRequests()).toHaveLength(1);
    expect(runner.kept()).toBe('');
    await isFaithful(runner);
  });

  it('goes on in its own folder by its trajectory', async () => {
    const { runner } = await stopped();
    const before = paid(runner.models).length;
    const { exitCode, report, output } = await runner.live();
    expect(exitCode, `it ended:\n${output}`).toBe(0);
    expect(paid(runner.models).length).toBe(before + 2);
    expect(report).toMatchObject({ status: 'pr_opened', proof: { kind: 'red_green' } });
    expect(runner.place.pullRequests()).toHaveLength(1);
    expect(runner.kept()).toBe('');
    await isFaithful(runner);
  });

  it('waits for no push', async () => {
    const { runner, life } = await stopped('#!/bin/sh\nexec sleep 60\n');
    expect(life.durationMs).toBeLessThan(STOPPED_MS);
    expect(life.report).toMatchObject({ resumable: true });
    expect(life.report?.message).toContain('could not be kept');
    beforeReceiving(runner, '#!/bin/sh\n');
    const { exitCode, output } = await runner.live();
    expect(exitCode, `it ended:\n${output}`).toBe(0);
    expect(runner.place.pullRequests()).toHaveLength(1);
  });

  it.each(['stop_asked', 'work_kept'] as const)('may be killed right after %s', async (type) => {
    const runner = await open({ scenario: PLAIN, files: FAULTY });
    await runner.live({ type: 'tool_result', number: 1, signal: 'SIGTERM', then: type });
    expect(existsSync(runner.trajectory)).toBe(true);
    const { exitCode, output } = await runner.live();
    expect(exitCode, `it ended:\n${output}`).toBe(0);
    expect(runner.place.pullRequests()).toHaveLength(1);
    expect(runner.kept()).toBe('');
    await isFaithful(runner);
  });
});
