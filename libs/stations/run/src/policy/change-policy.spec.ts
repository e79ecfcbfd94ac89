import { describe, expect, it } from 'vitest';
import type { ChangeDiff } from '@anton/codehost';
import { Redactor } from '@anton/platform';
import { refusalOf } from './change-policy';

const SECRET = 'hunter2-hunter2';

function diffOf(path: string, ...lines: string[]): ChangeDiff {
  const text = [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`, '@@ -1 +1 @@', ...lines];
  const file = { path, status: 'modified' as const, addedLines: 1, deletedLines: 1, binary: false };
  return { treeSha: 'a', text: text.join('\n'), files: [file] };
}

const refusal = (diff: ChangeDiff, paths: string[] = []): string | null =>
  refusalOf(diff, paths, new Redactor([SECRET]));

describe('refusalOf', () => {
  it.each([
    ['.github/workflows/**', '.github/workflows/ci.yml'],
    ['**/.env', 'deploy/.env'],
    ['*.lock', 'cargo.lock'],
  ])('protects %s', (pattern, path) => {
    expect(refusal(diffOf(path, '+x'), ['docs/**', pattern])).toContain(path);
    expect(refusal(diffOf('src/a.ts', '+x'), ['docs/**', pattern])).toBeNull();
  });

  it.each(['+', '+++ ', '+\t++ '])('finds a secret behind %j', (start) => {
    expect(refusal(diffOf('a.ts', `${start}${SECRET}`))).toContain('secret');
  });

  it('finds a secret in a name', () => {
    expect(refusal(diffOf(SECRET, '+x'))).toContain('secret');
  });

  it('finds a key over several lines', () => {
    const key = ['+-----BEGIN PRIVATE KEY-----', '+AAAA', '+-----END PRIVATE KEY-----'];
    expect(refusal(diffOf('a.ts', ...key))).toContain('secret');
  });

  it('lets a secret go away', () => {
    expect(refusal(diffOf('a.ts', ` ${SECRET}`, `-${SECRET}`, '+x'))).toBeNull();
  });
});
