import { describe, expect, it } from 'vitest';
import { SampleSettings } from '@anton/testing/webhook-sources';
import { signatureOf } from '../../authenticity/hmac';
import { DatadogSource } from './datadog.source';

const RELAY = { header: 'x-anton-signature', prefix: 'sha256=' };
const source = new DatadogSource(new SampleSettings());

describe('DatadogSource and its proofs', () => {
  const rawBody = Buffer.from('{}');
  const accepts = (headers: Record<string, string>): boolean =>
    source.authenticate({ rawBody, headers, receivedAt: new Date() }, ['pass:word']);

  it('accepts token, bearer, basic and the signature of a relay', () => {
    expect(accepts({ 'x-anton-token': 'pass:word' })).toBe(true);
    expect(accepts({ authorization: 'Bearer pass:word' })).toBe(true);
    expect(accepts({ authorization: `Basic ${Buffer.from('anton:pass:word').toString('base64')}` })).toBe(
      true,
    );
    expect(accepts({ 'x-anton-signature': 'sha256=00' })).toBe(false);
    expect(accepts({ authorization: 'Bearer pass' })).toBe(false);
    expect(accepts({ 'x-anton-token': 'wrong', authorization: 'Bearer pass:word' })).toBe(false);
  });

  it('refuses a token sent twice, even beside one that is right', () => {
    const headers = { 'x-anton-token': ['pass:word', 'pass:word'], authorization: 'Bearer pass:word' };
    expect(source.authenticate({ rawBody, headers, receivedAt: new Date() }, ['pass:word'])).toBe(false);
  });

  it('takes the signature of a relay over the very bytes', () => {
    const headers = { 'x-anton-signature': signatureOf(rawBody, 'pass:word', RELAY) };
    expect(accepts(headers)).toBe(true);
    for (const changed of ['{ }', '{}\n', '']) {
      const delivery = { rawBody: Buffer.from(changed), headers, receivedAt: new Date() };
      expect(source.authenticate(delivery, ['pass:word'])).toBe(false);
    }
  });

  it('holds a secret that only signs against nothing but signatures', () => {
    const signing = ['shared'];
    const signed = source.authenticate(
      {
        rawBody,
        headers: { 'x-anton-signature': signatureOf(rawBody, 'shared', RELAY) },
        receivedAt: new Date(),
      },
      [],
      signing,
    );
    expect(signed).toBe(true);
    const inClear: Record<string, string>[] = [
      { 'x-anton-token': 'shared' },
      { authorization: 'Bearer shared' },
      { authorization: `Basic ${Buffer.from('anton:shared').toString('base64')}` },
    ];
    for (const headers of inClear)
      expect(source.authenticate({ rawBody, headers, receivedAt: new Date() }, [], signing)).toBe(false);
  });

  it.each([
    ['no colon', Buffer.from('passWord').toString('base64')],
    [
      'another writing of the same',
      `${Buffer.from('anton:pass:word').toString('base64').replace(/=+$/, '')}=`,
    ],
    ['something behind it', `${Buffer.from('anton:pass:word').toString('base64')}!`],
  ])('takes no basic authentication with %s', (_what, credentials) => {
    expect(accepts({ authorization: `Basic ${credentials}` })).toBe(false);
  });
});
