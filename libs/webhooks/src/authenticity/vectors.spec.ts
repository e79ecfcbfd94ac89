import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { openSources } from '@anton/testing/signatures';
import { sampleGenericSource, SampleSettings } from '@anton/testing/webhook-sources';
import type { WebhookSource } from '../webhook-source.port';

/** Signatures that senders publish. */
const VECTORS = [
  {
    of: 'GitHub, "Validating webhook deliveries"',
    source: 'generic/github',
    secret: "It's a Secret to Everybody",
    body: 'Hello, World!',
    headers: {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    },
  },
  {
    of: 'Atlassian, "Secure admin webhooks"',
    source: 'jira',
    secret: "It's a Secret to Everybody",
    body: 'Hello World!',
    headers: {
      'x-hub-signature': 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9',
    },
  },
  {
    of: 'Standard Webhooks, its reference libraries',
    source: 'generic/standard',
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    body: '{"test": 2432232314}',
    headers: {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    },
  },
];

describe('published signatures', () => {
  let source: (name: string) => WebhookSource;
  const receivedAt = new Date(1_614_265_330_000);
  beforeAll(async () => {
    const generic = {
      github: sampleGenericSource({ header: 'X-Hub-Signature-256' }),
      standard: sampleGenericSource({ scheme: 'standard-webhooks', header: undefined }),
    };
    source = await openSources(new SampleSettings({ generic }));
  });

  it.each(VECTORS)('$of', ({ source: name, secret, body, headers }) => {
    const accepts = (text: string, using: string): boolean =>
      source(name).authenticate({ rawBody: Buffer.from(text), headers, receivedAt }, ['another', using]);
    expect(accepts(body, secret)).toBe(true);
    expect(accepts(`${body}\n`, secret)).toBe(false);
    expect(accepts(body, `${secret} `)).toBe(false);
  });

  it('takes Standard Webhooks for five minutes, and any of its signatures', () => {
    const [, , { secret, body, headers }] = VECTORS as [unknown, unknown, (typeof VECTORS)[2]];
    const at = (seconds: number, changes: object = {}): boolean => {
      const late = new Date(receivedAt.getTime() + seconds * 1_000);
      const delivery = {
        rawBody: Buffer.from(body),
        headers: { ...headers, ...changes },
        receivedAt: late,
      };
      return source('generic/standard').authenticate(delivery, [secret]);
    };
    expect([-301, -300, 300, 301].map((seconds) => at(seconds))).toEqual([false, true, true, false]);
    const signature = headers['webhook-signature'] ?? '';
    expect(at(0, { 'webhook-signature': `v1a,abc v1,${'A'.repeat(44)} ${signature}` })).toBe(true);
    expect(at(0, { 'webhook-signature': signature.replace('v1,', 'v1a,') })).toBe(false);
  });

  it('takes no text of a body for a part of the id', () => {
    const key = 'a-secret-of-many-characters';
    const at = '1614265330';
    const mac = createHmac('sha256', key).update(`msg.${at}.${at}.{}`).digest('base64');
    const accepts = (id: string, body: string): boolean =>
      source('generic/standard').authenticate(
        {
          rawBody: Buffer.from(body),
          headers: { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': `v1,${mac}` },
          receivedAt,
        },
        [key],
      );
    expect(accepts('msg', `${at}.{}`)).toBe(true);
    expect(accepts(`msg.${at}`, '{}')).toBe(false);
  });

  it.each(['whsec_', 'whsec_!!!!', 'whsec_AA', ''])('takes no signature under the secret %j', (secret) => {
    const standard = source('generic/standard');
    for (const signing of ['', 'whsec_', secret]) {
      const headers = standard.sign(Buffer.from('{}'), signing);
      const delivery = { rawBody: Buffer.from('{}'), headers, receivedAt: new Date() };
      expect(standard.authenticate(delivery, [secret])).toBe(false);
    }
  });
});
