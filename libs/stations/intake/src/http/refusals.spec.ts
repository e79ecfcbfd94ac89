import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  exchange,
  exchangeBytes,
  INTAKE_SECRETS,
  openIntakeWorld,
  type ExchangeAnswer,
  type IntakeWorld,
} from '@anton/testing/intake';
import { SECURITY_HEADERS } from './security-headers';

const MIB = 1024 * 1024;

function signature(body: Buffer, secret: string = INTAKE_SECRETS.WEBHOOK_SECRET): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}

function bodyOf(length: number): Buffer {
  return Buffer.concat([Buffer.from('{"padding":"'), Buffer.alloc(length - 14, 'x'), Buffer.from('"}')]);
}

describe('what the intake refuses', () => {
  let world: IntakeWorld;
  const post = (
    source: string,
    body: Buffer | readonly Buffer[],
    headers: Record<string, string | string[]> = {},
  ): Promise<ExchangeAnswer> => exchange(world.port, { path: `/webhooks/${source}`, body, headers });
  const sonar = (body: Buffer): Record<string, string> => ({
    'x-sonar-webhook-hmac-sha256': signature(body),
  });

  beforeAll(async () => {
    world = await openIntakeWorld();
  });
  afterAll(() => world.close());

  const problem = (status: number, title: string) => ({ type: 'about:blank', title, status });

  it('answers 401 alike, whatever is wrong with the signature', async () => {
    const body = Buffer.from('{}');
    const good = `sha256=${signature(body)}`;
    const wrong: Record<string, string | string[]>[] = [
      {},
      { 'x-hub-signature': `sha256=${signature(body, 'another secret')}` },
      { 'x-hub-signature': good.slice(0, -1) },
      { 'x-hub-signature': good.toUpperCase() },
      { 'x-hub-signature': [good, good] },
      { 'x-hub-signature': `${good}, ${good}` },
      { 'x-hub-signature': `sha1=${signature(body)}` },
      { 'x-hub-signature-256': good },
      { 'x-anton-token': INTAKE_SECRETS.WEBHOOK_SECRET },
    ];
    const answers = await Promise.all(wrong.map((headers) => post('jira', body, headers)));
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.json).toEqual(problem(401, 'Unauthorized'));
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    }
    const { date: _date, ...headers } = answers[0]?.headers ?? {};
    for (const answer of answers) expect(answer.headers).toMatchObject(headers);
    expect((await post('jira', body, { 'x-hub-signature': good })).status).toBe(200);
  });

  it('answers 401 to a changed byte', async () => {
    const body = Buffer.from('{"a":1}');
    const headers = sonar(body);
    expect((await post('sonar', Buffer.from('{"a":2}'), headers)).status).toBe(401);
  });

  it('answers 404 for an unknown source before it reads the body', async () => {
    const head =
      'POST /webhooks/nobody HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000\r\nconnection: close\r\n\r\n';
    expect(await exchangeBytes(world.port, head)).toMatch(/^HTTP\/1\.1 404 [\s\S]*"title":"Not Found"/);
    expect((await post('nobody', Buffer.from('{}'))).json).toEqual(problem(404, 'Not Found'));
    expect((await post('__proto__', Buffer.from('{}'))).status).toBe(404);
    expect((await post('x'.repeat(100), Buffer.from('{}'))).status).toBe(404);
  });

  it('answers 405 to every other method, and names the one there is', async () => {
    for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']) {
      const answer = await exchange(world.port, { path: '/webhooks/jira', method });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('POST');
      if (method !== 'HEAD') expect(answer.json).toEqual(problem(405, 'Method Not Allowed'));
    }
  });

  it.each([
    ['a body one byte over the limit', (body: Buffer) => body, {}],
    ['chunks without a length', (body: Buffer) => [body.subarray(0, MIB / 2), body.subarray(MIB / 2)], {}],
  ])('answers 413 to %s', async (_what, cut, headers) => {
    const body = bodyOf(MIB + 1);
    const answer = await post('sonar', cut(body), { ...sonar(body), ...headers });
    expect(answer.json).toEqual(problem(413, 'Payload Too Large'));
    const fits = bodyOf(MIB);
    expect((await post('sonar', cut(fits), sonar(fits))).status).toBe(200);
  });

  it('believes the bytes, not the length: 413 while a sender still streams', async () => {
    const head = 'POST /webhooks/sonar HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n';
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 'x'), Buffer.from('\r\n')]);
    const answer = await exchangeBytes(world.port, head, ...Array.from({ length: 40 }, () => chunk));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('lets Jira send 5 MiB and no more', async () => {
    const fits = bodyOf(5 * MIB);
    expect((await post('jira', fits, { 'x-hub-signature': `sha256=${signature(fits)}` })).status).toBe(200);
    const more = bodyOf(5 * MIB + 1);
    expect((await post('jira', more, { 'x-hub-signature': `sha256=${signature(more)}` })).status).toBe(413);
  });

  it.each([
    ['a content encoding', { 'content-encoding': 'gzip' }],
    ['a doubled content encoding', { 'content-encoding': 'identity, gzip' }],
    ['a type that is neither JSON nor a form', { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('answers 415 to %s', async (_what, headers) => {
    const body = Buffer.from('{}');
    for (const path of ['/webhooks/sonar', '/%77ebhooks/sonar']) {
      const answer = await exchange(world.port, { path, body, headers: { ...sonar(body), ...headers } });
      expect(answer.json).toEqual(problem(415, 'Unsupported Media Type'));
    }
  });

  it('tells nothing of a request that is no HTTP, of a path that is none, or of itself', async () => {
    const garbage = await exchangeBytes(world.port, 'GARBAGE\r\n\r\n');
    expect(garbage).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json/);
    const path = await exchange(world.port, { path: '/webhooks/%E0%A4%A', body: Buffer.from('{}') });
    expect(path.json).toEqual(problem(400, 'Bad Request'));
    expect(path.headers).not.toHaveProperty('server');
    expect(path.headers).not.toHaveProperty('x-powered-by');
  });

  it('sends the headers of an interface that no browser shows, whatever the answer', async () => {
    const body = Buffer.from('{}');
    const answers = [
      await post('sonar', body, sonar(body)),
      await post('sonar', body),
      await post('nobody', body),
      await post('x'.repeat(100), body),
      await exchange(world.port, { path: '/nothing', method: 'GET' }),
      await exchange(world.port, { path: '/health/live', method: 'GET' }),
      await exchange(world.port, { path: '/webhooks/%E0%A4%A', body }),
    ];
    for (const { headers } of answers) expect(headers).toMatchObject(SECURITY_HEADERS);
    const garbage = await exchangeBytes(world.port, 'GARBAGE\r\n\r\n');
    for (const [name, value] of Object.entries(SECURITY_HEADERS))
      expect(garbage).toContain(`${name}: ${value}`);
  });
});
