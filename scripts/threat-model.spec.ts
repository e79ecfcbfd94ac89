import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** A proof as SECURITY.md names it: `file: words of the test's name`. */
const PROOF = /`((?:test|libs|apps|scripts)\/[\w./-]+\.ts): ([^`]+)`/g;
const proofs = [...readFileSync('SECURITY.md', 'utf8').matchAll(PROOF)].map(
  ([, file = '', words = '']) => [file, words] as const,
);

describe('the threat model', () => {
  it('names proofs', () => expect(proofs.length).toBeGreaterThan(30));

  it.each(proofs)('is proven by %s: %s', (file, words) => {
    expect(existsSync(file)).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(words);
  });
});
