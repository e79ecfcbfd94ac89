import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Scenario } from '@anton/simulation';
import { expectEnding } from './support/runner/ending';
import {
  PAY_FILES,
  RunnerWorld,
  type RunnerEnd,
  type RunnerWorldOptions,
} from './support/runner/runner-world';
import { APPROVES, bash, edit, finish, GOOD, read, write } from './support/runner/turns';

let world: RunnerWorld;
afterEach(() => world.close());

async function run(coder: Scenario['coder'], options: RunnerWorldOptions = {}): Promise<RunnerEnd> {
  world = await RunnerWorld.open({ coder, reviewer: [APPROVES] }, options);
  return world.run();
}

const withFiles = (files: Readonly<Record<string, string>>): RunnerWorldOptions => ({
  files: { ...PAY_FILES, ...files },
});

/** Command lines of all processes that name `mark`. */
function processesWith(mark: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return line.includes(mark) ? [line.replaceAll('\0', ' ')] : [];
      } catch {
        return [];
      }
    });
}

describe('tests that never end', () => {
  it('are killed with all they started and reported as that', async () => {
    const mark = `7${process.pid}91`;
    const watch = `require('node:child_process').spawn('sleep', ['${mark}'], { detached: true, stdio: 'ignore' });
      console.log('watching for changes'); setInterval(() => {}, 1e6);`;
    const files = { 'anton.yml': 'test: node watch.js\ntimeoutMinutes: 0.02\n', 'watch.js': watch };
    const end = await run([GOOD, finish()], { ...withFiles(files), route: { checks: [] } });
    expectEnding(world, end, 'tests_failing', 'draft');
    expect(end.report.checks).toMatchObject({
      baseline: { outcome: 'timed_out' },
      final: { outcome: 'timed_out' },
    });
    expect(world.requests('coder').at(-1)).toContain('did not terminate');
    expect(processesWith(mark)).toEqual([]);
  });

  it('because they ask a person get no answer, and end at once', async () => {
    const ask = 'printf "Overwrite the snapshot? [y/N] "; read -r answer; test "$answer" = y\n';
    const started = performance.now();
    const end = await run([GOOD, { tools: [{ name: 'run_tests', input: {} }] }, finish()], {
      ...withFiles({ 'ask.sh': ask }),
      route: { checks: ['bash ask.sh', 'node --test'] },
    });
    expectEnding(world, end, 'tests_failing', 'draft');
    expect(world.answer(1)).toContain('Overwrite the snapshot? [y/N]');
    expect(performance.now() - started).toBeLessThan(60_000);
  });
});

describe('tests that pass because they are gone', () => {
  it('pass nothing: a draft with the finding of a reviewer that is no model', async () => {
    const more = `${PAY_FILES['pay.test.js']}test('pays twice', () => assert.equal(1, 1));\n`;
    const end = await run([write('pay.test.js', "require('node:test').test('x', () => {});\n"), finish()], {
      files: { ...PAY_FILES, 'pay.test.js': more },
    });
    expectEnding(world, end, 'review_rejected', 'draft');
    expect(end.report.review.findings).toMatchObject([{ title: 'Tests that passed are gone' }]);
    expect(end.report.proof.kind).toBe('none');
  });

  it('also when package.json is told to test nothing', async () => {
    const manifest = (script: string): string => JSON.stringify({ scripts: { test: script } });
    const end = await run([write('package.json', manifest('true')), finish()], {
      files: { ...PAY_FILES, 'package.json': manifest('node --test') },
      route: { checks: [] },
    });
    expectEnding(world, end, 'review_rejected', 'draft');
    expect(end.report.proof.kind).toBe('none');
  });
});

describe('files that are hard to read or write', () => {
  it('a line of 128 KiB is cut for the model, and edited whole', async () => {
    const line = `var a="${'x'.repeat(131_072)}",debug=true;`;
    const turns = [read('bundle.js'), bash('cat bundle.js'), edit('bundle.js', 'debug=true', 'debug=false')];
    const grep = { tools: [{ name: 'grep', input: { pattern: 'debug' } }] };
    const end = await run([...turns, grep, GOOD, finish()], withFiles({ 'bundle.js': `${line}\n` }));
    expectEnding(world, end, 'pr_opened', 'ready');
    for (const index of [0, 1, 3]) expect(world.answer(index).length).toBeLessThan(5_000);
    expect(world.pushed('bundle.js').toString()).toBe(`${line.replace('true', 'false')}\n`);
  });

  it('a binary file is named, and left alone', async () => {
    const content = '\u0000\u0001PNG debug=true';
    const turns = [read('logo.png'), edit('logo.png', 'debug=true', 'debug=false')];
    const end = await run([...turns, GOOD, finish()], withFiles({ 'logo.png': content }));
    expectEnding(world, end, 'pr_opened', 'ready');
    expect(world.answer(0)).toContain('is a binary file');
    expect(world.answer(1)).toContain('is binary');
    expect(world.pushed('logo.png').toString()).toBe(content);
  });

  it.each([
    ['line ends of Windows', 'one\r\ntwo\r\nthree\r\n'],
    ['a byte-order mark', '\uFEFFone\ntwo\nthree\n'],
    ['both, and no last line end', '\uFEFFone\r\ntwo\r\nthree'],
  ])('a file with %s keeps them', async (_what, content) => {
    const end = await run(
      [edit('a.txt', 'one\ntwo', 'one\nzwei'), GOOD, finish()],
      withFiles({ 'a.txt': content }),
    );
    expectEnding(world, end, 'pr_opened', 'ready');
    expect(world.pushed('a.txt').toString()).toBe(content.replace('two', 'zwei'));
    expect(world.git('diff', '--numstat', 'main', world.branch, '--', 'a.txt')).toMatch(/^1\t1\t/);
  });

  it('a text that stands twice is edited nowhere, and the answer says where it stands', async () => {
    const content = 'a = 1\nb = 1\n';
    const end = await run([edit('a.ini', '= 1', '= 2'), GOOD, finish()], withFiles({ 'a.ini': content }));
    expectEnding(world, end, 'pr_opened', 'ready');
    expect(world.answer(0)).toContain('stands 2 times, at lines 1, 2');
    expect(world.pushed('a.ini').toString()).toBe(content);
  });
});

describe('outputs that are too large', () => {
  it('a folder of 20,000 files is listed in part', async () => {
    const make = bash('mkdir many && cd many && seq -f "a-file-with-a-name-%g.txt" 20000 | xargs touch');
    const turns = [make, { tools: [{ name: 'ls', input: { path: 'many' } }] }, bash('find many -type f')];
    const end = await run([...turns, bash('ls many'), GOOD, finish()], withFiles({ '.gitignore': 'many\n' }));
    expectEnding(world, end, 'pr_opened', 'ready');
    expect(world.answer(1)).toContain('more than 200 entries');
    for (const index of [2, 3])
      expect(world.answer(index)).toMatch(/bytes in all; the full text is in @out\/\d+\.log/);
    expect(Math.max(...world.requests('coder').map(({ length }) => length))).toBeLessThan(60_000);
  });

  it('a flood of 64 MiB is counted, and its end is shown', async () => {
    const flood = bash("yes 'the same line again and again' | head -c 67108864; echo; echo the end");
    const end = await run([flood, GOOD, finish()]);
    expectEnding(world, end, 'pr_opened', 'ready');
    expect(world.answer(0)).toContain('67108873 bytes in all');
    expect(world.answer(0)).toMatch(/the end$/);
    expect(world.answer(0).length).toBeLessThan(5_000);
  });
});
