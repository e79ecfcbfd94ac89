import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openToolWorld, type ToolWorld, type ToolWorldOptions } from '@anton/testing/agent';
import type { CheckRun } from './check-session';

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

  it.each(['', ' --test-reporter=spec', ' --test-reporter=tap'])(
    'runs and reads node --test%s',
    async (reporter) => {
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
      expect(result.failures.map(({ id }) => id)).toEqual(['adds up']);
      expect(result.failures[0]?.detail).toContain('2 == 3');
      expect(result.failures[0]?.detail).not.toContain('not yet');
    },
  );

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

  it('gives up when the run is stopped', async () => {
    world = await openToolWorld({}, { checks: ['sleep 60'] });
    const stop = new AbortController();
    const running = world.context.checks.run(stop.signal);
    stop.abort(new Error('the run ends'));
    await expect(running).rejects.toThrow('the run ends');
  });
});
