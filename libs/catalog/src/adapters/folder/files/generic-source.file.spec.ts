import { describe, expect, it } from 'vitest';
import { genericSources } from './generic-source.file';

const LEAST = { header: 'X-Signature', externalId: '/id', title: '/title' };

function problems(generic: unknown): string[] {
  const { error } = genericSources.safeParse(generic);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('generic sources', () => {
  it('need little, and sign by SHA-256 in hex unless they say otherwise', () => {
    expect(genericSources.parse({ billing: LEAST })).toEqual({
      billing: {
        ...LEAST,
        scheme: 'hmac',
        algorithm: 'sha256',
        encoding: 'hex',
        prefix: '',
        identity: [],
        priority: 'P3',
        attributes: {},
      },
    });
  });

  it('take values of conditions as text', () => {
    const parsed = genericSources.parse({ a: { ...LEAST, when: { pointer: '/p', in: [1, true, 'x'] } } });
    expect(parsed['a']?.when?.in).toEqual(['1', 'true', 'x']);
  });

  it.each(['basic', 'standard-webhooks'])('need no header for %s, which has its own', (scheme) => {
    expect(problems({ a: { ...LEAST, scheme, header: undefined } })).toEqual([]);
  });

  it.each([
    ['a signature without a header', { header: undefined }, /^a\.header: is missing/],
    ['a token without a header', { header: undefined, scheme: 'token' }, /^a\.header: is missing/],
    ['SHA-1', { algorithm: 'sha1' }, /^a\.algorithm: sha256 or sha512; sha1 is not accepted/],
    ['a pointer that is none', { title: 'title' }, /^a\.title: a JSON pointer/],
    ['a pointer with a bad escape', { title: '/a~2' }, /^a\.title: a JSON pointer/],
    ['a condition without a value', { when: { pointer: '/a', in: [] } }, /^a\.when\.in: names no value/],
    ['an age without a time', { maxAgeHours: 1 }, /^a\.maxAgeHours: needs occurredAt/],
    [
      'an age that nothing signs',
      { maxAgeHours: 1, occurredAt: '/at', scheme: 'token' },
      /^a\.maxAgeHours: needs a scheme that signs/,
    ],
    ['a misspelt field', { prioritys: {} }, /^a: .*prioritys/],
  ])('refuse %s', (_what, changes, message) => {
    expect(problems({ a: { ...LEAST, ...changes } })).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    'jira',
    'Billing',
    'a_b',
    '1a',
    'previous',
    'billing-previous',
    'billing-file',
    'a/b',
    'x'.repeat(33),
  ])('refuse the name %s', (name) => {
    expect(problems({ [name]: LEAST })).toHaveLength(1);
  });

  it.each(['jira-cloud', 'previously', 'profile', 'x'])('take the name %s', (name) => {
    expect(problems({ [name]: LEAST })).toEqual([]);
  });
});
