import { afterEach, describe, expect, it } from 'vitest';
import type { RunReport } from '@anton/contracts';
import type { Scenario, ScriptedTurn } from '@anton/simulation';
import { APPROVES, finish, GOOD, write } from '../../test/run-script';
import { FILES, openRun, type RunSettings, type RunUnderTest } from '../../test/run-under-test';

const SLOW = 90_000;
let world: RunUnderTest;

afterEach(() => world.close());

async function runIn(coder: Scenario['coder'], settings?: RunSettings): Promise<RunReport> {
  world = await openRun({ coder, reviewer: [APPROVES] }, settings);
  return world.run();
}

const bash = (command: string): ScriptedTurn => ({ tools: [{ name: 'bash', input: { command } }] });
const test = (name: string, code: string): string =>
  `require('node:test').test('${name}', () => require('node:assert').equal(${code}));\n`;
/** The bug is there, but no test shows it. */
const GREEN = { 'pay.js': FILES['pay.js'] ?? '', 'pay.test.js': test('works', '1, 1') };
const SHOWS = write('bill.test.js', test('pays', `require('./pay').pay(1), 1`));
const tree = (ref: string): string => world.git('rev-parse', `${ref}^{tree}`);
const body = (): string => world.pullRequests()[0]?.body ?? '';

describe.each(['local', 'pod'] as const)('the proof, %s', (place) => {
  const run = (coder: Scenario['coder'], settings?: RunSettings): Promise<RunReport> =>
    runIn(coder, { ...settings, place });

  it(
    'is a new test that fails on the base and passes on the tree that was pushed',
    { timeout: SLOW },
    async () => {
      const report = await run([GOOD, SHOWS, finish()], { files: GREEN });
      expect(report).toMatchObject({
        status: 'pr_opened',
        pullRequest: { draft: false },
        proof: {
          kind: 'red_green',
          tests: ['pays'],
          base: { command: 'node --test bill.test.js', exitCode: 1, failing: ['pays'] },
          head: { command: 'node --test', exitCode: 0, failing: [], treeSha: tree(world.branch) },
        },
        checks: { baseline: { outcome: 'passed' }, final: { outcome: 'passed', tests: 2 } },
      });
      expect(report.proof.base?.treeSha).not.toBe(tree('main'));
      expect(world.git('ls-tree', '--name-only', world.branch)).toBe('bill.test.js\npay.js\npay.test.js');
      expect(body()).toContain('node --test bill.test.js');
    },
  );

  it.each([
    [
      'a test that passes on the base too',
      write('more.test.js', test('more', '2, 2')),
      /pass on the base commit too/,
    ],
    ['no test', bash('true'), /brings no test/],
  ])('is none for %s: a draft that says so', { timeout: SLOW }, async (_name, turn, reason) => {
    const report = await run([GOOD, turn, finish()], { files: GREEN });
    expect(report).toMatchObject({
      status: 'pr_opened',
      pullRequest: { draft: true },
      proof: { kind: 'none', reason: expect.stringMatching(reason) },
    });
    expect(body()).toMatch(reason);
  });

  it('is none for a red test that was edited until it passed', { timeout: SLOW }, async () => {
    const report = await run([
      write('pay.test.js', test('pays the bill', `require('./pay').pay(1), 2`)),
      finish(),
    ]);
    expect(report).toMatchObject({
      checks: { baseline: { outcome: 'failed' }, final: { outcome: 'passed' } },
      proof: { kind: 'none', reason: expect.stringMatching(/pass on the base commit too/) },
      pullRequest: { draft: true },
    });
  });

  it(
    'is a test that was there and red, also beside new ones that show nothing',
    { timeout: SLOW },
    async () => {
      const report = await run([GOOD, write('more.test.js', test('more', '2, 2')), finish()]);
      expect(report).toMatchObject({
        proof: { kind: 'red_green', tests: ['pays the bill'] },
        pullRequest: { draft: false },
      });
    },
  );

  it('runs with what setup installed, not with what the model made of it', { timeout: SLOW }, async () => {
    const setup = ['mkdir -p node_modules/tax && echo "exports.tax = 0" > node_modules/tax/index.js'];
    const files = { ...FILES, 'pay.js': `exports.pay = (bill) => bill + require('tax').tax + 1;\n` };
    const good = write('pay.js', `exports.pay = (bill) => bill + require('tax').tax;\n`);
    expect(await run([good, finish()], { files, route: { setup } })).toMatchObject({
      status: 'pr_opened',
      proof: { kind: 'red_green', tests: ['pays the bill'] },
    });
    await world.close();
    const cheats = bash('echo "exports.tax = -1" > node_modules/tax/index.js; echo > noted.txt');
    const report = await run([cheats, finish()], { files, route: { setup } });
    expect(report).toMatchObject({
      status: 'tests_failing',
      pullRequest: { draft: true },
      proof: { kind: 'none' },
      checks: { final: { outcome: 'failed', failing: ['pays the bill'] } },
    });
    expect(report.message).toContain('the tree that would be pushed');
  });
});
