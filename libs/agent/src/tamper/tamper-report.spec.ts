import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SAMPLE_BASELINE } from '@anton/testing/agent';
import type { CheckRun } from '../checks/check-session';
import type { TamperItem } from './tamper-item';
import { tamperReportOf } from './tamper-report';

type Files = Readonly<Record<string, string>>;
const TASK = { title: 'Bills are doubled', description: 'pay(1) gives 2' };
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The diff that git makes of two trees. */
function diffOf(before: Files, after: Files): string {
  const folder = mkdtempSync(join(tmpdir(), 'anton-tamper-'));
  folders.push(folder);
  for (const [side, files] of [
    ['a', before],
    ['b', after],
  ] as const) {
    mkdirSync(join(folder, side), { recursive: true });
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, side, path)), { recursive: true });
      writeFileSync(join(folder, side, path), content);
    }
  }
  const git = ['diff', '--no-index', '--no-renames', '--no-prefix', 'a', 'b'];
  try {
    return execFileSync('git', git, { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    const text = (error as { stdout: string }).stdout;
    return text
      .replaceAll(/^(---|\+\+\+) ([ab])\//gm, '$1 $2/')
      .replaceAll(/^diff --git ([ab])\/(\S+) \S+$/gm, 'diff --git a/$2 b/$2');
  }
}

const ran = (cases: Readonly<Record<string, 'passed' | 'failed' | 'skipped'>>): CheckRun => {
  const all = Object.entries(cases).map(([id, status]) => ({ id, status }));
  const of = (status: string): number => all.filter((test) => test.status === status).length;
  return {
    ...SAMPLE_BASELINE,
    outcome: of('failed') > 0 ? 'failed' : 'passed',
    tests: all.length,
    failed: of('failed'),
    skipped: of('skipped'),
    cases: all,
  };
};
const counted = (tests: number): CheckRun => ({
  ...SAMPLE_BASELINE,
  outcome: 'passed',
  tests,
  failed: 0,
  cases: [],
});
const kinds = (items: readonly TamperItem[]): string[] =>
  items.map(({ kind, blocking }) => (blocking ? `${kind}!` : kind));

function report(before: Files, after: Files, runs: readonly [CheckRun, CheckRun] | null = null, task = TASK) {
  return tamperReportOf({
    task,
    diff: diffOf(before, after),
    baseline: runs?.[0] ?? null,
    final: runs?.[1] ?? null,
  });
}

describe('by the names of the tests that ran', () => {
  const files: readonly [Files, Files] = [
    { 'a.test.js': 'test("x", () => expect(1).toBe(1));\ntest("y", () => {});\n' },
    { 'a.test.js': 'test("x", () => expect(1).toBe(1));\n' },
  ];

  it('blocks when a test that passed is gone', () => {
    const items = report(...files, [
      ran({ 'a > x': 'passed', 'a > y': 'passed' }),
      ran({ 'a > x': 'passed' }),
    ]);
    expect(kinds(items)).toEqual(['removed!', 'removed']);
    expect(items[0]).toMatchObject({ file: 'a.test.js', detail: expect.stringContaining('a > y') });
  });

  it('blocks when a test that passed is skipped', () => {
    const items = report(...files, [
      ran({ 'p.A.x': 'passed', 'p.A.y': 'passed' }),
      ran({ 'p.A.x': 'passed', 'p.A.y': 'skipped' }),
    ]);
    expect(kinds(items)).toContain('skipped!');
  });

  it.each<[string, CheckRun, CheckRun]>([
    ['was moved', ran({ 'a > y': 'passed' }), ran({ 'b > y': 'passed' })],
    ['got another name', ran({ 'a > y': 'passed' }), ran({ 'a > y of z': 'passed' })],
    ['was flaky', { ...ran({ x: 'passed', y: 'passed' }), flaky: ['y'] }, ran({ x: 'passed' })],
  ])('does not block when the test that is gone %s', (_name, baseline, final) => {
    expect(report(...files, [baseline, final]).some(({ blocking }) => blocking)).toBe(false);
  });

  it.each([
    ['the red test is deleted', ran({ x: 'passed', y: 'failed' }), ran({ x: 'passed' })],
    [
      'two tests become another one',
      ran({ 'a > x': 'passed', 'a > y': 'failed' }),
      ran({ 'a > z': 'passed' }),
    ],
  ])('blocks when %s', (_how, baseline, final) => {
    expect(report(...files, [baseline, final]).some(({ blocking }) => blocking)).toBe(true);
  });

  it.each(['Delete the obsolete tests of y', 'The test y should be skipped on Windows'])(
    'does not block what the task asks for: %s',
    (title) => {
      const runs = [ran({ x: 'passed', y: 'passed' }), ran({ x: 'passed' })] as const;
      expect(kinds(report(...files, runs, { ...TASK, title }))).toEqual(['removed', 'removed']);
    },
  );
});

describe('by the lines of the diff, where the runner named no test', () => {
  const JAVA = 'class ATest {\n  @Test void pays() { assertEquals(1, pay()); }\n}\n';

  it.each<[string, Files, Files, string[]]>([
    ['a deleted file', { 'src/test/java/ATest.java': JAVA }, { 'A.java': '' }, ['removed!']],
    ['a moved file', { 'src/test/java/ATest.java': JAVA }, { 'src/test/java/b/ATest.java': JAVA }, []],
    [
      '@Disabled',
      { 'ATest.java': JAVA },
      { 'ATest.java': JAVA.replace('@Test', '@Disabled @Test') },
      ['skipped!'],
    ],
    ['.skip', { 'a.spec.ts': "it('a', f);\n" }, { 'a.spec.ts': "it.skip('a', f);\n" }, ['skipped!']],
    ['xit', { 'a.spec.ts': "it('a', f);\n" }, { 'a.spec.ts': "xit('a', f);\n" }, ['skipped!', 'removed!']],
    ['.only', { 'a.spec.ts': "it('a', f);\n" }, { 'a.spec.ts': "it.only('a', f);\n" }, ['skipped!']],
    [
      'pytest.mark.skip',
      { 'test_a.py': 'def test_a(): pass\n' },
      { 'test_a.py': '@pytest.mark.skip\ndef test_a(): pass\n' },
      ['skipped!'],
    ],
    [
      't.Skip',
      { 'a_test.go': 'func TestA(t *testing.T) {\n}\n' },
      { 'a_test.go': 'func TestA(t *testing.T) {\n\tt.Skip()\n}\n' },
      ['skipped!'],
    ],
    [
      '#[ignore]',
      { 'src/a.rs': '#[test]\nfn a() {}\n' },
      { 'src/a.rs': '#[test]\n#[ignore]\nfn a() {}\n' },
      ['skipped!'],
    ],
    [
      '#[ignore] in a folder of tests',
      { 'tests/a.rs': '#[test]\nfn a() {}\n' },
      { 'tests/a.rs': '#[test]\n#[ignore]\nfn a() {}\n' },
      ['skipped!'],
    ],
    [
      'a removed assertion',
      { 'ATest.java': JAVA },
      { 'ATest.java': JAVA.replace('assertEquals(1, pay());', 'pay();') },
      ['weakened'],
    ],
    [
      'a test of test configuration',
      { 'package.json': '{"scripts":{"test":"jest"}}' },
      { 'package.json': '{"scripts":{"test":"true"}}' },
      ['test_config'],
    ],
    [
      'other lines of package.json',
      { 'package.json': '{\n"name":"a"}' },
      { 'package.json': '{\n"name":"b"}' },
      [],
    ],
    ['a workflow', {}, { '.github/workflows/ci.yml': 'on: push\n' }, ['ci_config']],
    ['a skip in code that is no test', { 'a.ts': '' }, { 'a.ts': 'it.skip("a");\n' }, []],
    ['a new test', { 'a.ts': '' }, { 'a.ts': '', 'a.test.ts': "it('a', () => expect(1).toBe(1));\n" }, []],
  ])('%s', (_name, before, after, expected) => {
    expect(kinds(report(before, after))).toEqual(expected);
  });

  it('blocks when fewer tests ran than before', () => {
    const items = report({ 'a.js': '1' }, { 'a.js': '2' }, [counted(5), counted(4)]);
    expect(items).toMatchObject([
      { kind: 'removed', blocking: true, file: 'a.js', detail: '5 tests ran before, 4 run now' },
    ]);
  });

  it('blocks when the checks are made to tell of no test any more', () => {
    const silent = { ...counted(0), tests: null, failed: null, skipped: null };
    const scripts = (test: string): Files => ({ 'package.json': JSON.stringify({ scripts: { test } }) });
    const items = report(scripts('jest'), scripts('true'), [counted(5), silent]);
    expect(kinds(items)).toEqual(['removed!', 'test_config']);
    expect(report({ 'a.js': '1' }, { 'a.js': '2' }, [counted(5), silent])).toEqual([]);
  });

  it('bounds what a hostile diff can say', () => {
    const after = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [`tests/${n}.test.js`, `it.skip('${'x'.repeat(900)}');\n`]),
    );
    const items = report({ a: '' }, after);
    expect(items).toHaveLength(20);
    for (const { detail } of items) expect(detail.length).toBeLessThanOrEqual(300);
  });
});
