import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { exchange, INTAKE_SECRETS, openIntakeWorld, type IntakeWorld } from '@anton/testing/intake';

const token = { 'x-anton-token': INTAKE_SECRETS.WEBHOOK_SECRET_DATADOG };
const hmac = (body: Buffer): string =>
  createHmac('sha256', INTAKE_SECRETS.WEBHOOK_SECRET).update(body).digest('hex');
const alert = (): Buffer =>
  Buffer.from(
    JSON.stringify({
      alert_transition: 'Triggered',
      alert_title: 'It burns',
      alert_cycle_key: 'a-cycle',
      date: String(Date.now() - 30_000),
    }),
  );

const WAITING = { timeout: 15_000, interval: 20 };

describe('the metrics of deliveries', () => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntakeWorld({ queue: { publishTimeoutMs: 20_000 } });
  });
  afterAll(() => world.close());

  const post = (source: string, body: Buffer, headers: Record<string, string> = token) =>
    exchange(world.port, { path: `/webhooks/${source}`, body, headers });
  const read = async (): Promise<string> => (await fetch(`http://127.0.0.1:${world.port}/metrics`)).text();
  const until = (...samples: readonly string[]): Promise<void> =>
    vi.waitFor(async () => {
      const lines = (await read()).split('\n');
      for (const sample of samples) expect(lines).toContain(sample);
    }, WAITING);

  it('begin with 0 for every source that takes deliveries, and for nothing else', async () => {
    await until(
      'anton_deliveries_received_total{source="jira"} 0',
      'anton_deliveries_total{source="sonar",result="rejected",reason="signature"} 0',
      'anton_publish_seconds_count{source="datadog"} 0',
      'anton_parked_deliveries 0',
    );
    const sources = [...(await read()).matchAll(/anton_deliveries_received_total\{source="(\w+)"/g)];
    expect(new Set(sources.map(([, name]) => name))).toEqual(
      new Set(['_unknown', 'datadog', 'jira', 'sonar']),
    );
  });

  it('count what was accepted: bytes, answer, confirm, and the age of the event', async () => {
    const body = alert();
    expect((await post('datadog', body)).status).toBe(202);
    await until(
      'anton_deliveries_received_total{source="datadog"} 1',
      'anton_deliveries_total{source="datadog",result="accepted"} 1',
      `anton_delivery_bytes_total{source="datadog"} ${body.length}`,
      'anton_delivery_answer_seconds_count{source="datadog",status="2xx"} 1',
      'anton_publish_seconds_count{source="datadog"} 1',
      'anton_delivery_lag_seconds_bucket{le="15",source="datadog"} 0',
      'anton_delivery_lag_seconds_bucket{le="60",source="datadog"} 1',
      'anton_deliveries_in_flight{source="datadog"} 0',
    );
  });

  it('count what was ignored and what was parked, and publish nothing for them', async () => {
    const unlabelled = readFileSync('test/deliveries/jira/issue-created.without-label.json');
    for (const [body, status] of [[unlabelled, 'ignored'] as const, [Buffer.from('{'), 'parked'] as const]) {
      const answer = await post('jira', body, { 'x-hub-signature': `sha256=${hmac(body)}` });
      expect(answer.json).toMatchObject({ status });
    }
    await until(
      'anton_deliveries_total{source="jira",result="parked"} 1',
      'anton_publish_seconds_count{source="jira"} 0',
      'anton_delivery_lag_seconds_count{source="jira"} 0',
    );
    const ignored = (await read()).matchAll(/source="jira",result="ignored",reason="\w+"\} (\d+)/g);
    expect([...ignored].reduce((sum, [, count]) => sum + Number(count), 0)).toBe(1);
  });

  it('count why a delivery was turned away, each reason by itself', async () => {
    await post('datadog', alert(), { 'x-anton-token': 'wrong' });
    await post('datadog', alert(), { ...token, 'content-encoding': 'gzip' });
    await post('datadog', Buffer.alloc(1024 * 1024 + 1, ' '));
    await post('nobody-knows-me', alert());
    await until(
      'anton_deliveries_total{source="datadog",result="rejected",reason="signature"} 1',
      'anton_deliveries_total{source="datadog",result="rejected",reason="media_type"} 1',
      'anton_deliveries_total{source="datadog",result="rejected",reason="too_large"} 1',
      'anton_deliveries_total{source="_unknown",result="rejected",reason="unknown_source"} 1',
      'anton_delivery_answer_seconds_count{source="datadog",status="4xx"} 3',
    );
    expect(await read()).not.toContain('nobody-knows-me');
  });

  it('count a body that broke off', async () => {
    const socket = connect(world.port, '127.0.0.1');
    const head = 'POST /webhooks/jira HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
    socket.write(`${head}content-length: 100\r\n\r\n{"half":`);
    await until('anton_deliveries_in_flight{source="jira"} 1');
    socket.destroy();
    await until(
      'anton_deliveries_total{source="jira",result="rejected",reason="broken_off"} 1',
      'anton_deliveries_in_flight{source="jira"} 0',
    );
  });

  it('count a sender that does not wait, and still what became of its delivery', async () => {
    const other = new DatabaseSync(world.queueFile);
    other.exec('begin immediate');
    const body = readFileSync('test/deliveries/sonar/gate-failed.main.json');
    const headers = { 'x-sonar-webhook-hmac-sha256': hmac(body), 'content-length': String(body.length) };
    const sent = request({
      port: world.port,
      path: '/webhooks/sonar',
      method: 'POST',
      headers,
      agent: false,
    });
    sent.on('error', () => undefined).end(body);
    await until('anton_deliveries_in_flight{source="sonar"} 1');
    sent.destroy();
    await until('anton_deliveries_abandoned_total{source="sonar"} 1');
    other.exec('rollback');
    other.close();
    await until(
      'anton_deliveries_total{source="sonar",result="accepted"} 1',
      'anton_deliveries_in_flight{source="sonar"} 0',
    );
  });
});
