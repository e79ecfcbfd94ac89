import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openToolWorld, type ToolWorld, type ToolWorldOptions } from '@anton/testing/agent';
import type { CheckRun } from './check-session';
import { furtherChecks } from './monorepo';
import { WorkspaceCheckSession } from './workspace-check-session';

const hasPytest = spawnSync('python3', ['-m', 'pytest', '--version']).status === 0;

const NODE_TESTS = `
import assert from 'node:assert';
import test, { describe } from 'node:test';
test('works', () => {});
test('later', { todo: true }, () => assert.fail('not yet'));
describe('payments', () => {
  test('adds up', () => assert.equal(1 + 1, 3));
});
`;
const PYTHON_TESTS = `
import pytest
def test_works(): print("99 passed in 1s")
@pytest.mark.parametrize("name", ["a - b"])
def test_name(name): assert name == "z"
`;

describe('WorkspaceCheckSession', () => {
  let world: ToolWorld;

  afterEach(() => world.close());

  async function run(files: Record<string, string>, options: ToolWorldOptions = {}): Promise<CheckRun> {
    world = await openToolWorld(files, options);
    return world.context.checks.run(world.context.signal);
  }

  it.each([
    ['', 'payments > adds up'],
    [' --test-reporter=spec', 'adds up'],
    [' --test-reporter=tap', 'payments > adds up'],
  ])('runs and reads node --test%s', async (reporter, ids) => {
    const manifest = JSON.stringify({ scripts: { test: `node --test${reporter}` } });
    const result = await run({ 'package.json': manifest, 'a.test.mjs': NODE_TESTS });
    expect(result).toMatchObject({
      command: 'npm run --silent test',
      outcome: 'failed',
      exitCode: 1,
      tests: 3,
      failed: 1,
      logPath: '@out/001.log',
    });
    expect(result.failures.map(({ id }) => id)).toEqual([ids]);
    expect(result.failures[0]?.detail).toContain('2 == 3');
    expect(result.failures[0]?.detail).not.toContain('not yet');
  });

  it.skipIf(!hasPytest)(
    'runs and reads pytest (needs python3 with pytest), and leaves no cache',
    async () => {
      const result = await run({ 'test_a.py': PYTHON_TESTS });
      expect(result).toMatchObject({ outcome: 'failed', exitCode: 1, tests: 2, failed: 1 });
      expect(result.failures.map(({ id }) => id)).toEqual(['test_a.py::test_name[a - b]']);
      expect(result.failures[0]?.detail).toContain("assert 'a - b' == 'z'");
      for (const left of ['.pytest_cache', '__pycache__'])
        expect(existsSync(join(world.root, left))).toBe(false);
    },
  );

  it('kills checks that never end, and says so', async () => {
    const manifest = JSON.stringify({ scripts: { test: 'node --test --watch' } });
    const files = { 'package.json': manifest, 'a.test.mjs': NODE_TESTS };
    const result = await run(files, { checkTimeoutMs: 2_000 });
    expect(result.outcome).toBe('timed_out');
    expect(result.durationMs).toBeLessThan(8_000);
  }, 20_000);

  it('gives all commands together the time of one run', async () => {
    const result = await run({}, { checks: ['sleep 1', 'sleep 60'], checkTimeoutMs: 1_500 });
    expect(result).toMatchObject({ command: 'sleep 60', outcome: 'timed_out' });
  }, 20_000);

  it('runs the commands in order until one is red, and adds up their counts', async () => {
    const green = 'echo "3 passed in 0.1s"';
    expect(await run({}, { checks: [green, 'echo lint', green] })).toMatchObject({
      outcome: 'passed',
      tests: 6,
      failed: 0,
    });
    await world.close();
    expect(await run({}, { checks: [green, 'echo broken; exit 2', 'touch never'] })).toMatchObject({
      command: 'echo broken; exit 2',
      outcome: 'failed',
      exitCode: 2,
      tests: 3,
      tail: 'broken\n',
    });
    expect(existsSync(join(world.root, 'never'))).toBe(false);
  });

  it('finds the summary at the end of a long output', async () => {
    const result = await run({}, { checks: ['seq 1 200000; echo "2 failed, 1 passed in 0.1s"; exit 1'] });
    expect(result).toMatchObject({ outcome: 'failed', tests: 3, failed: 2 });
    expect(result.tail.length).toBeLessThanOrEqual(3_000);
  });

  it('sees a program that is not there as a red run', async () => {
    expect(await run({}, { checks: ['no-such-program'] })).toMatchObject({
      outcome: 'failed',
      exitCode: 127,
      tests: null,
    });
  });

  it('runs nothing without a plan', async () => {
    expect(await run({})).toMatchObject({ outcome: 'not_run', exitCode: null, logPath: null });
  });

  const SUITE =
    '<testsuite><testcase classname="p.A" name="pays"/><testcase name="s"><skipped/></testcase></testsuite>';
  const WRITES = 'mkdir -p m/target/surefire-reports; cp new.xml m/target/surefire-reports/TEST-p.A.xml';

  it('reads the report that a build wrote into the tree, and no older one', async () => {
    const files = { 'new.xml': SUITE, 'target/surefire-reports/TEST-old.xml': SUITE };
    expect(await run(files, { checks: [`${WRITES}; echo 9 passed in 1s`] })).toMatchObject({
      outcome: 'passed',
      tests: 2,
      failed: 0,
      skipped: 1,
      cases: [
        { id: 'p.A.pays', status: 'passed' },
        { id: 's', status: 'skipped' },
      ],
    });
    const again = new WorkspaceCheckSession(world.context.workspace, {
      commands: ['true'],
      origin: 'template',
    });
    expect(await again.run(world.context.signal)).toMatchObject({
      outcome: 'passed',
      tests: null,
      cases: [],
    });
  });

  it('follows no link, waits for no pipe and leaves nothing behind', async () => {
    const links =
      'ln -s ../../../new.xml m/target/surefire-reports/TEST-b.xml; mkfifo m/target/surefire-reports/TEST-c.xml';
    expect(await run({ 'new.xml': SUITE }, { checks: [`${WRITES}; ${links}`] })).toMatchObject({ tests: 2 });
    expect(readdirSync(join(world.root, '../home')).filter((name) => name.includes('reports'))).toEqual([]);
  });

  it('runs again without the flags that a runner does not know', async () => {
    world = await openToolWorld({});
    const plan = {
      commands: ['echo 3 passed in 1s'],
      origin: 'template',
      reporting: { 'echo 3 passed in 1s': 'exit 9' },
    } as const;
    const session = new WorkspaceCheckSession(world.context.workspace, plan);
    expect(await session.run(world.context.signal)).toMatchObject({ outcome: 'passed', tests: 3 });
  });

  it('runs the checks of the projects below a top that says nothing', async () => {
    const test = (name: string) => `require('node:test').test('${name}', () => {});`;
    const manifest = JSON.stringify({ scripts: { test: 'node --test' } });
    const result = await run({
      'README.md': '# services',
      'services/a b/package.json': manifest,
      'services/a b/a.test.js': test('a'),
      'services/c/package.json': manifest,
      'services/c/c.test.js': test('c'),
      'services/c/node_modules/d/package.json': manifest,
    });
    expect(result.command).toBe('cd services/c && npm run --silent test');
    expect(result.cases.map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('adds the checks of a project whose files changed', async () => {
    world = await openToolWorld({
      'go.mod': '',
      'web/package.json': JSON.stringify({ scripts: { test: 'jest' } }),
    });
    const plan = { commands: ['go test ./...'], origin: 'go' } as const;
    const further = (...changed: string[]) => furtherChecks(world.context.workspace, plan, changed);
    expect(await further('web/src/deep/a.ts', 'main.go')).toMatchObject({
      commands: ['cd web && npm run --silent test -- --watchAll=false'],
    });
    expect(await further('main.go', 'gone/x.go')).toBeNull();
  });

  it('gives up when the run is stopped', async () => {
    world = await openToolWorld({}, { checks: ['sleep 60'] });
    const stop = new AbortController();
    const running = world.context.checks.run(stop.signal);
    stop.abort(new Error('the run ends'));
    await expect(running).rejects.toThrow('the run ends');
  });
});
