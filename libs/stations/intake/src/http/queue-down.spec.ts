import { createHmac } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  exchange,
  INTAKE_SECRETS,
  openIntakeWorld,
  type ExchangeAnswer,
  type IntakeWorld,
} from '@anton/testing/intake';

const UNAVAILABLE = { type: 'about:blank', title: 'Service Unavailable', status: 503 };

describe('while the queue makes nothing durable', () => {
  let world: IntakeWorld | undefined;
  afterEach(async () => {
    await world?.close();
    world = undefined;
  });

  const alert = (cycle: string): Promise<ExchangeAnswer> =>
    exchange(world?.port ?? 0, {
      path: '/webhooks/datadog',
      headers: { 'x-anton-token': INTAKE_SECRETS.WEBHOOK_SECRET_DATADOG },
      body: Buffer.from(
        JSON.stringify({ alert_transition: 'Triggered', alert_title: 'x', alert_cycle_key: cycle }),
      ),
    });
  const unreadable = (): Promise<ExchangeAnswer> => {
    const body = Buffer.from('{');
    const signature = createHmac('sha256', INTAKE_SECRETS.WEBHOOK_SECRET).update(body).digest('hex');
    const headers = { 'x-hub-signature': `sha256=${signature}` };
    return exchange(world?.port ?? 0, { path: '/webhooks/jira', headers, body });
  };

  it('answers 503 with Retry-After when too many wait, and the sender gets through later', async () => {
    world = await openIntakeWorld({ queue: { maxReady: 1 } });
    expect((await alert('one')).status).toBe(202);
    const refused = await alert('two');
    expect(refused.json).toEqual(UNAVAILABLE);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    const { queue } = world;
    const consumer = await queue.consume(async () => ({ kind: 'ack' }), { prefetch: 1 });
    await vi.waitFor(async () => expect((await queue.depth()).ready).toBe(0));
    expect((await alert('two')).status).toBe(202);
    await consumer.close();
  });

  it('answers 503 to a task and to a body to keep, is not ready, and stays alive', async () => {
    world = await openIntakeWorld({ queue: { publishTimeoutMs: 200 } });
    const other = new DatabaseSync(world.queueFile);
    other.exec('begin immediate');
    const answers = await Promise.all([alert('one'), unreadable()]);
    for (const answer of answers) {
      expect(answer.json).toEqual(UNAVAILABLE);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.headers['retry-after']).toBe('5');
    }
    const get = (path: string): Promise<ExchangeAnswer> =>
      exchange(world?.port ?? 0, { path, method: 'GET' });
    expect((await get('/health/ready')).status).toBe(503);
    expect((await get('/health/live')).status).toBe(200);
    expect(await fetch(`http://127.0.0.1:${world.port}/metrics`).then((answer) => answer.text())).toMatch(
      /anton_deliveries_total\{source="datadog",result="unavailable"\} 1\n/,
    );
    other.exec('rollback');
    other.close();
    expect((await alert('one')).status).toBe(202);
    expect((await unreadable()).json).toMatchObject({ status: 'parked' });
    await vi.waitFor(async () => expect((await get('/health/ready')).status).toBe(200), { timeout: 2_000 });
  });
});
