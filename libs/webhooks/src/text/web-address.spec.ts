import fc from 'fast-check';
import { isURL } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { isWebAddress, webAddress } from './web-address';

const RULES = { protocols: ['http', 'https'], require_protocol: true, require_tld: false };

describe('isWebAddress', () => {
  it('accepts nothing that the contract refuses', () => {
    const part = fc.stringMatching(/^[a-z0-9.:/?=&%@#_-]{0,12}$/);
    const written = fc.tuple(
      fc.constantFrom('http://', 'https://', 'HTTP://', 'ftp://', '//'),
      part,
      part,
      part,
    );
    const property = fc.property(
      fc.oneof(
        written.map((parts) => parts.join('')),
        fc.webUrl(),
      ),
      (text) => {
        expect(isWebAddress(text)).toBe(text.length <= 2_000 && isURL(text, RULES));
      },
    );
    fc.assert(property, { numRuns: 20_000 });
  });

  it.each([
    'https://app.datadoghq.com/event/event?id=1',
    'http://sonar:9000/dashboard?id=a&branch=b',
    'https://10.0.0.7/x',
  ])('accepts %s', (text) => expect(webAddress(text)).toBe(text));

  it.each([
    undefined,
    '',
    'javascript:alert(1)',
    'https://',
    'https://a b',
    `https://a/${'x'.repeat(2_000)}`,
  ])('refuses %s', (text) => expect(webAddress(text)).toBeNull());
});
