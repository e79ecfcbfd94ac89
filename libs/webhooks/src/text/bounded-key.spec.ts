import { describe, expect, it } from 'vitest';
import { logicalKey } from '@anton/contracts';
import { boundedKey } from './bounded-key';

describe('boundedKey', () => {
  it('keeps a key that a task may carry', () => {
    const key = logicalKey('jira', 'https://acme.example.net', '10001');
    expect(boundedKey(key, key.length)).toBe(key);
  });

  it.each([
    ['long ones that differ at the end', `${'x'.repeat(600)}1`, `${'x'.repeat(600)}2`],
    ['controls', 'a\u0000', 'a\u0001'],
    ['halves of surrogate pairs', '\ud800', '\ud801'],
  ])('keeps two keys apart: %s', (_name, one, two) => {
    const keys = [one, two].map((part) => boundedKey(logicalKey('datadog', part), 512));
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect(key).toMatch(/^7:datadog\|6:sha256\|64:[0-9a-f]{64}$/);
  });
});
