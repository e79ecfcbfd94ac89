import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReviewFinding } from './reviewer.port';
import { verdictOf } from './verdict';

let repository: string;
let diff: string;

async function git(...args: string[]): Promise<string> {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'core.quotePath=false'];
  return (await execa('git', [...identity, ...args], { cwd: repository, stripFinalNewline: false })).stdout;
}

const write = (path: string, text: string): Promise<void> => writeFile(join(repository, path), text);
const LINES = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`);

/** Changes line 10, removes line 20, adds a file, removes one, and writes lines that look like headers of a diff. */
beforeAll(async () => {
  repository = await mkdtemp(join(tmpdir(), 'anton-verdict-'));
  await git('init', '-q');
  await write('f.txt', LINES.join('\n'));
  await write('gone.txt', 'gone\n');
  await write('größe.txt', 'a\n');
  await git('add', '.');
  await git('commit', '-qm', 'base');
  await write('f.txt', LINES.with(9, 'LINE 10').toSpliced(19, 1).join('\n'));
  await write('größe.txt', 'a\nb\n');
  await write('new.txt', '-- x\n++ b/f.txt\n@@ -1 +1,30 @@\n');
  await rm(join(repository, 'gone.txt'));
  await git('add', '-A');
  diff = await git('diff', '--cached');
});
afterAll(() => rm(repository, { recursive: true, force: true }));

function finding(fields: Partial<ReviewFinding> = {}): ReviewFinding {
  const lines = { startLine: fields.startLine ?? 10, endLine: fields.endLine ?? fields.startLine ?? 10 };
  return {
    id: 'f1',
    severity: 'high',
    category: 'correctness',
    file: 'f.txt',
    title: 'wrong',
    failureScenario: 'always',
    fixHint: 'none',
    confidence: 0.9,
    ...fields,
    ...lines,
  };
}

const verdict = (fields: Partial<ReviewFinding>): string => verdictOf([finding(fields)], diff).verdict;

describe('verdictOf', () => {
  it('approves without findings', () => {
    expect(verdictOf([], diff)).toEqual({ verdict: 'approved', blocking: [], others: [], dropped: 0 });
  });

  it.each([
    ['critical', 1, 'rejected'],
    ['high', 0.6, 'rejected'],
    ['high', 0.59, 'approved'],
    ['medium', 1, 'approved'],
    ['low', 1, 'approved'],
  ] as const)('judges %s with confidence %d as %s', (severity, confidence, expected) => {
    expect(verdict({ severity, confidence })).toBe(expected);
  });

  it.each([
    ['the changed line', { startLine: 10 }, 'rejected'],
    ['a range that holds it', { startLine: 5, endLine: 12 }, 'rejected'],
    ['the line before the removed one', { startLine: 19 }, 'rejected'],
    ['the line after the removed one', { startLine: 20 }, 'rejected'],
    ['an untouched line of the same hunk', { startLine: 12 }, 'approved'],
    ['a line far off', { startLine: 28 }, 'approved'],
    ['a file outside the diff', { file: 'other.txt' }, 'approved'],
    ['an added file', { file: 'new.txt', startLine: 3 }, 'rejected'],
    ['a removed file', { file: 'gone.txt', startLine: 1 }, 'rejected'],
    ['a name with umlauts', { file: 'größe.txt', startLine: 2 }, 'rejected'],
    ["git's prefix", { file: 'b/f.txt', startLine: 10 }, 'rejected'],
  ] as const)('with %s is as expected', (_what, place, expected) => {
    expect(verdict(place)).toBe(expected);
  });

  it('drops and counts what lies off the diff, style, speculation and old trouble', () => {
    const findings = [
      finding({ startLine: 28 }),
      finding({ category: 'style' }),
      finding({ category: 'speculative' }),
      finding({ category: 'pre_existing' }),
      finding({ severity: 'low' }),
    ];
    expect(verdictOf(findings, diff)).toMatchObject({
      verdict: 'approved',
      dropped: 4,
      others: [{ severity: 'low' }],
    });
  });

  it('takes new findings in a delta round only on lines changed since', async () => {
    await write('f.txt', LINES.with(9, 'LINE 10').with(24, 'LINE 25').toSpliced(19, 1).join('\n'));
    await git('add', '-A');
    const later = await git('diff', '--cached');
    const delta = { previousDiff: diff };
    expect(verdictOf([finding({ startLine: 10 })], later, delta)).toMatchObject({
      verdict: 'approved',
      dropped: 1,
    });
    expect(verdictOf([finding({ startLine: 24 })], later, delta).verdict).toBe('rejected');
    expect(verdictOf([finding({ startLine: 24 })], diff, delta).verdict).toBe('approved');
  });

  it('keeps a standing finding although its lines moved, while its file is changed', () => {
    const standing = [finding({ startLine: 29 })];
    expect(verdictOf([], diff, { standing }).verdict).toBe('rejected');
    expect(verdictOf([], '', { standing })).toMatchObject({ verdict: 'approved', dropped: 1 });
  });
});
