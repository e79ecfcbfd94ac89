import { afterEach, describe, expect, it } from 'vitest';
import type { ScriptedStep, ScriptedTurn } from '@anton/simulation';
import { APPROVES, finish, GOOD, write } from '../../test/run-script';
import { FILES, openRun, type RunUnderTest } from '../../test/run-under-test';

const SLOW = 90_000;
let world: RunUnderTest;
afterEach(() => world.close());

const bash = (command: string): ScriptedTurn => ({ tools: [{ name: 'bash', input: { command } }] });
const test = (name: string, code: string): string =>
  `require('node:test').test('${name}', () => require('node:assert').equal(${code}));\n`;

describe('a run in a Pod', () => {
  it('goes on in another Pod from the work of one that was stopped', { timeout: SLOW }, async () => {
    const stop = new AbortController();
    const looks = bash('cat pay.js node_modules/dep/index.js');
    const first: ScriptedStep = () => (stop.signal.aborted ? looks : GOOD);
    const second: ScriptedStep = () => {
      if (stop.signal.aborted) return finish();
      setTimeout(() => stop.abort(), 100);
      return { fault: 'hang' };
    };
    const setup = ['mkdir -p node_modules/dep && echo "module.exports = 0" > node_modules/dep/index.js'];
    const coder = [first, second];
    world = await openRun({ coder, reviewer: [APPROVES] }, { place: 'pod', route: { setup } });
    expect(await world.run(stop.signal)).toMatchObject({ status: 'timeout', resumable: true });
    const report = await world.run();
    expect(report).toMatchObject({ status: 'pr_opened', proof: { kind: 'red_green' } });
    const seen = world.models.exchanges.map(({ body }) => JSON.stringify(body));
    expect(seen.some((body) => body.includes('module.exports = 0'))).toBe(true);
    expect(world.git('show', `${world.branch}:pay.js`)).toContain('=> bill;');
  });

  it('is proven without what the model left in HOME and in the sandbox', { timeout: SLOW }, async () => {
    const cheats = bash(
      `echo 'exports.pay = (bill) => bill' > "$HOME/cheat.js"; (sleep 60; rm -rf src) > /dev/null 2>&1 & true`,
    );
    const code = `const { existsSync } = require('fs'); const { HOME } = process.env;
exports.pay = existsSync(HOME + '/cheat.js') ? require(HOME + '/cheat.js').pay : (bill) => bill + 1;\n`;
    world = await openRun(
      { coder: [write('pay.js', code), cheats, finish()], reviewer: [APPROVES] },
      { place: 'pod', files: { ...FILES, 'more.test.js': test('more', '1, 1') } },
    );
    const report = await world.run();
    expect(report).toMatchObject({
      status: 'tests_failing',
      proof: { kind: 'none' },
      pullRequest: { draft: true },
    });
    expect(world.git('show', `${world.branch}:pay.js`)).toContain('cheat.js');
  });
});
