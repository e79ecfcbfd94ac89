import { afterEach, expect, it } from 'vitest';
import { openToolWorld, type ToolWorld } from '@anton/testing/agent';
import { withoutFlaky } from './without-flaky';

let world: ToolWorld;
afterEach(() => world.close());

/** A test that fails in its first run, and one that always fails when `broken`. */
async function twice(broken: boolean) {
  const flips = `require('node:test').test('flips', () => {
    if (require('node:fs').existsSync('ran')) return;
    require('node:fs').writeFileSync('ran', '');
    throw new Error('once');
  });`;
  const fails = `require('node:test').test('fails', () => { if (${broken}) throw new Error('always'); });`;
  world = await openToolWorld({ 'a.test.js': flips, 'b.test.js': fails }, { checks: ['node --test'] });
  const { checks, signal } = world.context;
  return withoutFlaky(checks, await checks.run(signal), signal);
}

it('names a test that flips, and takes the green run', async () => {
  expect(await twice(false)).toMatchObject({ outcome: 'passed', failed: 0, flaky: ['flips'] });
});

it('keeps the failures that stay', async () => {
  expect(await twice(true)).toMatchObject({ outcome: 'failed', flaky: ['flips'] });
});
