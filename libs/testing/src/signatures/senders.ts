import { createHmac } from 'node:crypto';
import type { WebhookSource } from '@anton/webhooks';
import { sampleGenericSource, SampleSettings } from '../webhook-sources/source-settings.sample';
import { openSources } from './open-sources';
import type { SignatureSubject } from './signed-delivery';

type Headers = Readonly<Record<string, string>>;

function hmac(hash: string, secret: string, data: Buffer | string, encoding: 'hex' | 'base64' | 'base64url') {
  return createHmac(hash, secret).update(data).digest(encoding);
}

/** HS256, as RFC 7515 writes it. */
function jsonWebToken(claims: object, secret: string): string {
  const [head, payload] = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${head}.${payload}.${hmac('sha256', secret, `${head}.${payload}`, 'base64url')}`;
}

const basic = (secret: string): Headers => ({
  authorization: `Basic ${Buffer.from(`sender:${secret}`).toString('base64')}`,
});
const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const token = (secret: string): Headers => ({ 'x-anton-token': secret });

function passwordOf(header: string): string {
  const credentials = header.slice('Basic '.length);
  const bytes = Buffer.from(credentials, 'base64');
  const text = bytes.toString();
  const isBasic = bytes.toString('base64') === credentials && text.includes(':');
  return isBasic ? text.slice(text.indexOf(':')) : `not basic: ${header}`;
}

/** A sender whose proof covers no body. Who the user is, and in what case a scheme is written, proves nothing. */
function inClear(
  name: string,
  source: WebhookSource,
  headers: (secret: string) => Headers,
): SignatureSubject {
  return {
    name,
    source,
    coversBody: false,
    sign: (_rawBody, secret) => headers(secret),
    proofsIn: (header) => [
      /^Basic /i.test(header) ? passwordOf(header) : header.replace(/^bearer /i, 'Bearer '),
    ],
  };
}

function signed(
  name: string,
  source: WebhookSource,
  sign: SignatureSubject['sign'],
  proofsIn?: (header: string) => readonly string[],
): SignatureSubject {
  return { name, source, coversBody: true, sign, ...(proofsIn === undefined ? {} : { proofsIn }) };
}

const GENERIC = {
  hex: sampleGenericSource(),
  base64: sampleGenericSource({ algorithm: 'sha512', encoding: 'base64', prefix: '' }),
  list: sampleGenericSource({ prefix: 'v1=', separator: ',' }),
  token: sampleGenericSource({ scheme: 'token', header: 'X-Token', prefix: '' }),
  prefixed: sampleGenericSource({ scheme: 'token', header: 'Authorization', prefix: 'Token ' }),
  basic: sampleGenericSource({ scheme: 'basic', header: undefined }),
  standard: sampleGenericSource({ scheme: 'standard-webhooks', header: undefined }),
};

/** Every way in which a source of Anton is convinced, signed here by other code than Anton's. `now` dates tokens. */
export async function everySender(now: Date): Promise<readonly SignatureSubject[]> {
  const seconds = Math.floor(now.getTime() / 1_000);
  const source = await openSources(new SampleSettings({ generic: GENERIC }));
  const inClearToo = await openSources(
    new SampleSettings({ jira: { auth: 'token' }, sonar: { auth: 'token' } }),
  );
  const ofApps = await openSources(new SampleSettings({ jira: { auth: 'jwt' } }));
  const hex = (header: string, prefix: string): SignatureSubject['sign'] => {
    return (rawBody, secret) => ({ [header]: prefix + hmac('sha256', secret, rawBody, 'hex') });
  };
  return [
    signed('jira', source('jira'), hex('x-hub-signature', 'sha256=')),
    inClear('jira, token', inClearToo('jira'), token),
    inClear('jira, token of an app', ofApps('jira'), (secret) =>
      bearer(jsonWebToken({ iss: 'app', exp: seconds + 60 }, secret)),
    ),
    signed('sonar', source('sonar'), hex('x-sonar-webhook-hmac-sha256', '')),
    inClear('sonar, basic', inClearToo('sonar'), basic),
    inClear('datadog, token', source('datadog'), token),
    inClear('datadog, bearer', source('datadog'), bearer),
    inClear('datadog, basic', source('datadog'), basic),
    signed('datadog, relay', source('datadog'), hex('x-anton-signature', 'sha256=')),
    signed('generic, sha256', source('generic/hex'), hex('x-signature', 'sha256=')),
    signed('generic, sha512 in base64', source('generic/base64'), (rawBody, secret) => ({
      'x-signature': hmac('sha512', secret, rawBody, 'base64'),
    })),
    signed('generic, list', source('generic/list'), hex('x-signature', 'v1='), (header) =>
      header.split(',').slice(0, 8),
    ),
    inClear('generic, token', source('generic/token'), (secret) => ({ 'x-token': secret })),
    inClear('generic, token with a prefix', source('generic/prefixed'), (secret) => ({
      authorization: `Token ${secret}`,
    })),
    inClear('generic, basic', source('generic/basic'), basic),
    signed(
      'generic, standard webhooks',
      source('generic/standard'),
      (rawBody, secret) => {
        const signature = hmac(
          'sha256',
          secret,
          Buffer.concat([Buffer.from(`msg_1.${seconds}.`), rawBody]),
          'base64',
        );
        return {
          'webhook-id': 'msg_1',
          'webhook-timestamp': String(seconds),
          'webhook-signature': `v1,${signature}`,
        };
      },
      (header) => (header.includes('v1,') ? header.split(' ').slice(0, 8) : [header]),
    ),
  ];
}
