import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText, lineOrNull } from './clean-text';
import { webAddress } from './web-address';

describe('cleanText', () => {
  it.each([
    ['a\r\nb\rc\td', 'a\nb\nc\td'],
    ['\u0000\u001b[31mred\u001b[0m\u0085', '[31mred[0m'],
    ['half \ud83d of a pair', 'half  of a pair'],
    ['1234567890123456789', '1234567890123456789'],
    ['12345678901234567890', '123456789012345678…'],
    ['12345678901234567\u{1F600}012', '12345678901234567…'],
  ])('makes of %j %j', (text, clean) => {
    expect(cleanText(text, 19)).toBe(clean);
  });

  it('never gives more than was asked for, nor half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.integer({ min: 2, max: 20 }),
        (text, max) => {
          for (const clean of [cleanText(text, max), cleanLine(text, max)]) {
            expect(clean.length).toBeLessThanOrEqual(max);
            expect(clean).not.toMatch(/\p{Cs}/u);
          }
        },
      ),
    );
  });

  it('gives null for a line with nothing on it', () => {
    expect(lineOrNull(' \r\n\u0000', 10)).toBeNull();
    expect(lineOrNull(undefined, 10)).toBeNull();
    expect(lineOrNull(' a\n b', 10)).toBe('a b');
  });
});

describe('webAddress', () => {
  it.each(['https://example.com/a?b=c', 'http://localhost:9000/dashboard?id=x'])('takes %s', (text) => {
    expect(webAddress(text)).toBe(text);
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'example.com', 'https://a_b.example', undefined])(
    'refuses %s',
    (text) => {
      expect(webAddress(text)).toBeNull();
    },
  );
});
