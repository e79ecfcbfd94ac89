import { verify } from '@octokit/webhooks-methods';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openSources } from '@anton/testing/signatures';
import { sampleGenericSource, SampleSettings } from '@anton/testing/webhook-sources';
import type { WebhookSource } from '../webhook-source.port';

const NOW_S = 1_614_265_330;
const RUNS = 2_000;

/** What libraries take: text that UTF-8 can carry, and no empty one. */
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
/** Mostly as it is, else cut, extended or changed. */
const edit = fc.oneof(
  { weight: 3, arbitrary: fc.constant((value: string) => value) },
  fc.nat(80).map((end) => (value: string) => value.slice(0, end)),
  fc.string({ maxLength: 2 }).map((more) => (value: string) => value + more),
  fc.tuple(fc.nat(80), fc.string({ minLength: 1, maxLength: 1 })).map(
    ([at, by]) =>
      (value: string) =>
        value.slice(0, at % value.length) + by + value.slice((at % value.length) + 1),
  ),
  fc.constant((value: string) => value.toUpperCase()),
);

/** What the library reads over: a dot in the id, a time with more behind it, a third part of a signature. */
function isLenient(headers: Readonly<Record<string, string>>): boolean {
  const {
    'webhook-id': id = '',
    'webhook-timestamp': time = '',
    'webhook-signature': signatures = '',
  } = headers;
  return id.includes('.') || !/^[1-9]\d*$/.test(time) || /,.*,/.test(signatures);
}

describe('beside the libraries of senders', () => {
  let source: (name: string) => WebhookSource;
  beforeAll(async () => {
    const standard = sampleGenericSource({ scheme: 'standard-webhooks', header: undefined });
    source = await openSources(new SampleSettings({ generic: { hub: sampleGenericSource(), standard } }));
    vi.useFakeTimers({ now: NOW_S * 1_000, toFake: ['Date'] });
  });
  afterAll(() => void vi.useRealTimers());

  it.each([
    ['jira', 'x-hub-signature'],
    ['datadog', 'x-anton-signature'],
    ['generic/hub', 'x-signature'],
  ])('%s judges `sha256=` as @octokit/webhooks-methods does', async (name, header) => {
    const verdicts = { true: 0, false: 0 };
    const property = fc.asyncProperty(
      text,
      text,
      edit,
      edit,
      async (secret, body, editBody, editSignature) => {
        const sender = sampleSignature(body, secret);
        const changed = editBody(body);
        const signature = editSignature(sender);
        fc.pre(changed !== '' && signature !== '');
        const delivery = {
          rawBody: Buffer.from(changed),
          headers: { [header]: signature },
          receivedAt: new Date(),
        };
        const official = await verify(secret, changed, signature);
        expect(source(name).authenticate(delivery, [secret])).toBe(official);
        verdicts[String(official) as 'true' | 'false'] += 1;
      },
    );
    await fc.assert(property, { numRuns: RUNS });
    expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(RUNS / 10);
  });

  const sampleSignature = (body: string, secret: string): string =>
    String(source('jira').sign(Buffer.from(body), secret)['x-hub-signature']);

  const officially = (secret: string, body: string, headers: Record<string, string>): boolean => {
    try {
      new Webhook(secret).verify(body, headers, { jsonParse: false });
      return true;
    } catch {
      return false;
    }
  };

  it('generic/standard judges as standardwebhooks does, and is stricter only where they are lenient', () => {
    const verdicts = { true: 0, false: 0 };
    const key = fc
      .uint8Array({ minLength: 24, maxLength: 64 })
      .map((bytes) => `whsec_${Buffer.from(bytes).toString('base64')}`);
    const property = fc.property(
      key,
      text,
      fc.integer({ min: -400, max: 400 }),
      fc.array(edit, { minLength: 4, maxLength: 4 }),
      (secret, body, late, [editBody, ...editHeaders]) => {
        const at = new Date((NOW_S + late) * 1_000);
        const signed = {
          'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
          'webhook-timestamp': String(NOW_S + late),
          'webhook-signature': new Webhook(secret).sign('msg_p5jXN8AQM9LWM0D4loKWxJek', at, body),
        };
        const headers = Object.fromEntries(
          Object.entries(signed).map(([name, value], index) => [name, editHeaders[index]?.(value) ?? value]),
        );
        const changed = editBody?.(body) ?? body;
        const delivery = { rawBody: Buffer.from(changed), headers, receivedAt: new Date() };
        const official = officially(secret, changed, headers);
        const ours = source('generic/standard').authenticate(delivery, [secret]);
        if (ours !== official)
          expect({ ours, isLenient: isLenient(headers) }).toEqual({ ours: false, isLenient: true });
        verdicts[String(official) as 'true' | 'false'] += 1;
      },
    );
    fc.assert(property, { numRuns: RUNS });
    expect(Math.min(verdicts.true, verdicts.false)).toBeGreaterThan(RUNS / 20);
  });

  it('signs what both libraries verify', async () => {
    const body = '{"text":"\u{1F600} \\u0026"}';
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(await verify(secret, body, sampleSignature(body, secret))).toBe(true);
    expect(officially(secret, body, source('generic/standard').sign(Buffer.from(body), secret))).toBe(true);
  });

  it('does not take a time that only begins with a number, as the libraries do', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const signed = source('generic/standard').sign(Buffer.from('{}'), secret);
    const headers = { ...signed, 'webhook-timestamp': `${signed['webhook-timestamp']}abc` };
    expect(officially(secret, '{}', headers)).toBe(true);
    const delivery = { rawBody: Buffer.from('{}'), headers, receivedAt: new Date() };
    expect(source('generic/standard').authenticate(delivery, [secret])).toBe(false);
  });
});
