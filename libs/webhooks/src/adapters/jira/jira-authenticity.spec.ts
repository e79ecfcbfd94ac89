import jwt, { type Algorithm } from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { SampleSettings } from '@anton/testing/webhook-sources';
import type { SourceSettings } from '@anton/contracts';
import { JiraSource } from './jira.source';

const source = new JiraSource(new SampleSettings());

describe('JiraSource and other proofs than a signature', () => {
  const rawBody = Buffer.from('{}');
  const receivedAt = new Date('2026-03-01T10:00:00.000Z');
  const seconds = receivedAt.getTime() / 1_000;
  const accepts = (
    auth: SourceSettings['jira']['auth'],
    headers: Record<string, string>,
    signing: string[] = [],
  ) =>
    new JiraSource(new SampleSettings({ jira: { auth } })).authenticate(
      { rawBody, headers, receivedAt },
      ['own:secret'],
      signing,
    );
  const basic = { authorization: `Basic ${Buffer.from('jira:own:secret').toString('base64')}` };
  const jwtOf = (claims: object, secret = 'own:secret', algorithm: Algorithm = 'HS256') => ({
    authorization: `Bearer ${jwt.sign(claims, secret, { algorithm, noTimestamp: true })}`,
  });

  it('takes the secret itself only where the settings say so', () => {
    for (const headers of [
      { 'x-anton-token': 'own:secret' },
      basic,
      { authorization: 'Bearer own:secret' },
    ]) {
      expect(accepts('token', headers)).toBe(true);
      expect(accepts('signature', headers)).toBe(false);
      expect(accepts('jwt', headers)).toBe(false);
    }
    expect(new JiraSource(new SampleSettings({ jira: { auth: 'token' } })).secretInClear).toBe(true);
    expect(source.secretInClear).toBe(false);
  });

  it('still takes a signature, and holds the shared secret against nothing else', () => {
    const signature = { 'x-hub-signature': source.sign(rawBody, 'shared')['x-hub-signature'] ?? '' };
    expect(accepts('token', signature, ['shared'])).toBe(true);
    expect(accepts('token', { 'x-anton-token': 'shared' }, ['shared'])).toBe(false);
    expect(
      accepts('token', { ...signature, 'x-hub-signature': 'sha256=00', 'x-anton-token': 'own:secret' }),
    ).toBe(false);
  });

  it('takes the token of an app that has not expired', () => {
    expect(accepts('jwt', jwtOf({ exp: seconds + 1 }))).toBe(true);
    expect(accepts('jwt', jwtOf({ exp: seconds - 59 }))).toBe(true);
    expect(accepts('signature', jwtOf({ exp: seconds + 1 }))).toBe(false);
  });

  it.each([
    ['expired', jwtOf({ exp: seconds - 61 })],
    ['without an end', jwtOf({ iss: 'app' })],
    ['not yet valid', jwtOf({ exp: seconds + 900, nbf: seconds + 600 })],
    ['of another secret', jwtOf({ exp: seconds + 1 }, 'another')],
    ['of another algorithm', jwtOf({ exp: seconds + 1 }, 'own:secret', 'HS512')],
    ['unsigned', jwtOf({ exp: seconds + 1 }, '', 'none')],
    ['no token', { authorization: 'Bearer a.b.c' }],
  ])('takes none that is %s', (_what, headers) => {
    expect(accepts('jwt', headers)).toBe(false);
  });
});
