import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logicalKey } from './logical-key';

/** Parts made of the characters that the key itself is written with. */
const part = fc.string({ unit: fc.constantFrom('a', ':', '|', '1', '2', '0'), maxLength: 6 });
const lists = fc.array(part, { maxLength: 4 });

describe('logicalKey', () => {
  it('tells apart what a plain separator would join', () => {
    expect(logicalKey('a:b', 'c')).not.toBe(logicalKey('a', 'b:c'));
    expect(logicalKey('a|1:b')).not.toBe(logicalKey('a', 'b'));
    expect(logicalKey('')).not.toBe(logicalKey());
  });

  it('gives one text to one list only', () => {
    fc.assert(
      fc.property(lists, lists, (first, second) => {
        const isSame = JSON.stringify(first) === JSON.stringify(second);
        expect(logicalKey(...first) === logicalKey(...second)).toBe(isSame);
      }),
      { numRuns: 2_000 },
    );
  });
});
