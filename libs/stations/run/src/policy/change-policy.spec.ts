import { describe, expect, it } from 'vitest';
import type { BaseFile, ChangeDiff } from '@anton/codehost';
import { Redactor } from '@anton/platform';
import { refusalOf } from './change-policy';

const SECRET = 'hunter2-hunter2';
const LONG = 'qR7tYw2Zx9Lm4Np8Vb1Kc5Hd0Fs6Jg3AbCdE';

function diffOf(path: string, ...lines: string[]): ChangeDiff {
  const text = [`diff --git a/${path} b/${path}`, `--- a/${path}`, `+++ b/${path}`, '@@ -1 +1 @@', ...lines];
  const file = { path, status: 'modified' as const, addedLines: 1, deletedLines: 1, binary: false };
  return { treeSha: 'a', text: text.join('\n'), files: [file] };
}

const refusal = (diff: ChangeDiff, paths: string[] = []): string | null =>
  refusalOf(diff, paths, new Redactor([SECRET, LONG]));

function refusalOfBinary(binaries: readonly BaseFile[]): string | null {
  const diff = diffOf('a.bin', '+Binary files differ');
  const files = diff.files.map((file) => ({ ...file, binary: true }));
  return refusalOf({ ...diff, files }, [], new Redactor([LONG]), binaries);
}

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

  it.each([
    ['reversed', LONG.split('').toReversed().join('')],
    ['in hex', Buffer.from(LONG).toString('hex')],
    ['in base64', Buffer.from(`the key: ${LONG}`).toString('base64')],
    ['in pieces of twelve', LONG.replace(/(.{12})/g, '$1\n+')],
  ])('finds a secret %s', (_form, text) => {
    expect(refusal(diffOf('a.ts', `+${text}`))).toContain('secret');
  });

  it.each([
    ['as it is', Buffer.from(`\0\0${LONG}\0`)],
    ['in UTF-16', Buffer.from(`\0${LONG}`, 'utf16le')],
  ])('finds a secret in a binary file %s', (_form, content) => {
    expect(refusalOfBinary([{ path: 'a.bin', content }])).toContain('a.bin holds something');
  });

  it('keeps a binary file that could not be looked through, and lets others go', () => {
    expect(refusalOfBinary([])).toContain('too large to be looked through');
    expect(refusalOfBinary([{ path: 'a.bin', content: Buffer.from('\0\0 harmless') }])).toBeNull();
  });

  it('lets a secret go away', () => {
    expect(refusal(diffOf('a.ts', ` ${SECRET}`, `-${SECRET}`, '+x'))).toBeNull();
  });
});
