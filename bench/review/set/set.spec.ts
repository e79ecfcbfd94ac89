import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verdictOf, type ReviewFinding } from '@anton/agent';
import { SeededTrees } from '../trees/seeded-trees';
import { readSet } from './read-set';
import type { Expected } from './review-case';

const { diffs } = readSet();
const bad = diffs.filter(({ expected }) => expected !== null);
const good = diffs.filter(({ expected }) => expected === null);
let trees: SeededTrees;

beforeAll(async () => {
  trees = await SeededTrees.create(diffs);
});
afterAll(() => trees.remove());

/** A finding as the reviewer would give it for one of the expected ranges. */
function findings({ file, lines, category, severity }: Expected): ReviewFinding[] {
  return lines.map(([startLine, endLine], index) => ({
    id: `r1-${index}`,
    severity,
    category,
    file,
    startLine,
    endLine,
    title: 't',
    failureScenario: 's',
    fixHint: '',
    confidence: 1,
  }));
}

/** The files of a language, before and after every change. */
function sources(extension: string): string[] {
  const entries = diffs.flatMap(({ id }) =>
    readdirSync(trees.folderOf(id), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(trees.folderOf(id), path),
    ),
  );
  return entries.filter((path) => path.endsWith(extension));
}

const has = (program: string): boolean => spawnSync(program, ['-h'], { stdio: 'ignore' }).error === undefined;

describe('the seeded set', () => {
  it('has at least 30 bad and 30 good changes, each with an id of its own', () => {
    expect(bad.length).toBeGreaterThanOrEqual(30);
    expect(good.length).toBeGreaterThanOrEqual(30);
    expect(new Set(diffs.map(({ id }) => id)).size).toBe(diffs.length);
  });

  it('has at least 30 classes of faults, and each of the four languages with bad and good ones', () => {
    expect(new Set(bad.map((diff) => diff.class)).size).toBeGreaterThanOrEqual(30);
    for (const language of ['java', 'typescript', 'python', 'go']) {
      const of = (all: typeof diffs): number => all.filter((diff) => diff.of.language === language).length;
      expect(of(bad)).toBeGreaterThanOrEqual(8);
      expect(of(good)).toBeGreaterThanOrEqual(8);
    }
  });

  it('pairs nearly every bad change with a good one for the same ticket', () => {
    const paired = bad.filter(({ of }) => of.good !== undefined);
    expect(paired.length).toBeGreaterThanOrEqual(30);
    for (const { of } of paired) expect(of.good?.diff).not.toBe(of.bad?.diff);
  });

  it('tells nothing by the size of a change: bad ones are no shorter or longer than their pairs', () => {
    const longer = bad.filter(({ of, diff }) => of.good !== undefined && diff.length > of.good.diff.length);
    expect(longer.length / bad.length).toBeGreaterThan(0.25);
    expect(longer.length / bad.length).toBeLessThan(0.75);
  });

  it('applies by git, and every line that is expected is one that the change touches', () => {
    const off = bad.filter(({ id, expected }) => {
      const all = expected === null ? [] : findings(expected);
      const { verdict, dropped } = verdictOf(all, trees.diffOf(id));
      return verdict !== 'rejected' || dropped > 0;
    });
    expect(off.map(({ id }) => id)).toEqual([]);
    for (const { id } of diffs) expect(trees.diffOf(id)).toMatch(/^diff --git a\/(?!.*\/(?:bad|good)\/)/);
  });

  it('shows what git computes, which is what the case says', () => {
    const lines = (diff: string): string[] =>
      diff.split('\n').filter((line) => /^[+-](?![+-]{2} )/.test(line));
    for (const { id, diff } of diffs) expect(lines(trees.diffOf(id))).toEqual(lines(diff));
  });

  it('has the files of before at hand', async () => {
    const [first] = diffs;
    const [path = '', content] = Object.entries(first?.of.base ?? {})[0] ?? [];
    expect((await trees.readBase(first?.id ?? '', path))?.toString()).toBe(content);
    expect(await trees.readBase(first?.id ?? '', 'no/such/file')).toBeNull();
  });

  it('is TypeScript where it says so', () => {
    const files = sources('.ts');
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) transformSync(readFileSync(file, 'utf8'), { loader: 'ts', sourcefile: file });
  });

  it.skipIf(!has('python3'))('is Python where it says so (needs python3)', () => {
    const files = sources('.py');
    const program = 'import ast,sys\nfor path in sys.argv[1:]: ast.parse(open(path).read(), path)';
    const { status, stderr } = spawnSync('python3', ['-c', program, ...files], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it.skipIf(!has('gofmt'))('is formatted Go where it says so (needs gofmt)', () => {
    const { status, stdout, stderr } = spawnSync('gofmt', ['-l', ...sources('.go')], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

describe('a case that is broken', () => {
  it('is named by git', async () => {
    const [first] = diffs;
    if (first === undefined) throw new Error('the set is empty');
    const broken = { ...first, diff: first.diff.replace(/^-(?!-- ).*$/m, '-no such line') };
    await expect(SeededTrees.create([broken])).rejects.toThrow(first.id);
  });
});
