import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import {
  exchange,
  INTAKE_SECRETS,
  openIntakeWorld,
  openSocket,
  type ExchangeAnswer,
  type IntakeWorld,
} from '@anton/testing/intake';

const BODY = Buffer.from('{}');
const UNAVAILABLE = { type: 'about:blank', title: 'Service Unavailable', status: 503 };

function signed(body: Buffer, secret: string = INTAKE_SECRETS.WEBHOOK_SECRET): Record<string, string> {
  return { 'x-sonar-webhook-hmac-sha256': createHmac('sha256', secret).update(body).digest('hex') };
}

describe('the limits of deliveries', () => {
  let world: IntakeWorld | undefined;
  afterEach(async () => {
    await world?.close();
    world = undefined;
  });
  const open = async (limits: Parameters<typeof openIntakeWorld>[0]): Promise<void> => {
    world = await openIntakeWorld(limits);
  };
  const post = (
    headers: Record<string, string> = signed(BODY),
    from = '127.0.0.1',
    source = 'sonar',
  ): Promise<ExchangeAnswer> =>
    exchange(world?.port ?? 0, { path: `/webhooks/${source}`, headers, body: BODY, from });
  const statuses = async (count: number, ...how: Parameters<typeof post>): Promise<number[]> => {
    const answers = await Promise.all(Array.from({ length: count }, () => post(...how)));
    return answers.map(({ status }) => status);
  };
  const turnedAway = async (reason: string): Promise<number> => {
    const text = await fetch(`http://127.0.0.1:${world?.port}/metrics`).then((answer) => answer.text());
    return Number(new RegExp(`turned_away_total\\{reason="${reason}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
  };

  it('answers 503 with Retry-After to who sends too much, and goes on with others', async () => {
    await open({ limits: { deliveriesPerAddress: 1 } });
    const answers = await statuses(20);
    expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(answers.filter((status) => status === 503).length).toBeGreaterThanOrEqual(8);
    const refused = await post();
    expect(refused.json).toEqual(UNAVAILABLE);
    expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(refused.headers['retry-after']).toBe('5');
    expect((await post(signed(BODY), '127.0.0.2')).status).toBe(200);
    expect(await turnedAway('address_rate')).toBeGreaterThanOrEqual(9);
    expect(world?.log.filter((line) => line.includes('address_rate'))).toHaveLength(1);
  });

  it('limits a source, keeps a share for proven senders, and reads no byte of what is over', async () => {
    await open({ limits: { deliveriesPerSource: 1 } });
    expect((await post()).status).toBe(200);
    const flood = await statuses(30, {}, '127.0.0.2');
    expect(flood.filter((status) => status === 503).length).toBeGreaterThanOrEqual(15);
    expect((await post()).status).toBe(200);
    const head = `POST /webhooks/sonar HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9\r\n\r\n`;
    expect(await openSocket(world?.port ?? 0, [head], '127.0.0.2').ended).toMatch(/^HTTP\/1\.1 503 /);
    expect(await turnedAway('source_rate')).toBeGreaterThanOrEqual(15);
  });

  it('stops looking at signatures of who guesses, with 503: what is authentic may come again', async () => {
    await open({ limits: { failuresPerAddress: 1 } });
    const guesses = await statuses(30, signed(BODY, 'a guess'), '127.0.0.2');
    expect(guesses.filter((status) => status === 401).length).toBeLessThanOrEqual(30);
    expect((await post(signed(BODY, 'a guess'), '127.0.0.2')).status).toBe(503);
    expect((await post(signed(BODY), '127.0.0.2')).json).toEqual(UNAVAILABLE);
    expect((await post()).status).toBe(200);
    expect(await turnedAway('failed_signatures')).toBeGreaterThanOrEqual(2);
  });

  it('never stops for an address from which authentic deliveries come', async () => {
    await open({ limits: { failuresPerAddress: 1 } });
    expect((await post()).status).toBe(200);
    expect(new Set(await statuses(30, signed(BODY, 'a guess')))).toEqual(new Set([401]));
    expect((await post()).status).toBe(200);
  });

  it('counts after the cheap checks: what is no delivery costs nothing', async () => {
    await open({ limits: { deliveriesPerAddress: 1, deliveriesPerSource: 1 } });
    expect(new Set(await statuses(30, {}, '127.0.0.1', 'nobody'))).toEqual(new Set([404]));
    const gzip = await statuses(30, { ...signed(BODY), 'content-encoding': 'gzip' });
    expect(new Set(gzip)).toEqual(new Set([415]));
    expect((await post()).status).toBe(200);
  });

  it('tells the clients of a trusted proxy apart, and believes nobody else', async () => {
    await open({ limits: { deliveriesPerAddress: 1, trustedProxies: '127.0.0.8/29' } });
    const via = (client: string, proxy: string): Record<string, string> => ({
      ...signed(BODY),
      'x-forwarded-for': `198.51.100.1, ${client}`,
      forwarded: `for=${proxy}`,
    });
    const many = await statuses(20, via('203.0.113.7', 'x'), '127.0.0.9');
    expect(many).toContain(503);
    expect((await post(via('203.0.113.8', 'x'), '127.0.0.9')).status).toBe(200);
  });

  it('takes the clients of a proxy that nobody named for nobody, and says what to set', async () => {
    await open({ limits: { deliveriesPerAddress: 1, failuresPerAddress: 1 } });
    const forwarded = { ...signed(BODY), 'x-forwarded-for': '203.0.113.7' };
    expect(new Set(await statuses(40, forwarded))).toEqual(new Set([200]));
    const guesses = await statuses(40, { ...forwarded, ...signed(BODY, 'a guess') });
    expect(new Set(guesses)).toEqual(new Set([401]));
    expect(world?.log.filter((line) => line.includes('ANTON_TRUSTED_PROXIES'))).toHaveLength(1);
  });
});
