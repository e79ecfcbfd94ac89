import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseAgentTask } from '@anton/contracts';
import {
  exchange,
  INTAKE_SECRETS,
  openIntakeWorld,
  type ExchangeAnswer,
  type IntakeWorld,
} from '@anton/testing/intake';
import { readDeliveries } from '@anton/testing/webhook-sources';
import { WebhookSource, WebhookSourceProvider, type Intake, type RawDelivery } from '@anton/webhooks';

/** A source of a team that has a fault. */
@Injectable()
@WebhookSourceProvider('faulty')
class FaultySource extends WebhookSource {
  readonly bodyLimit = 1024;
  readonly secretInClear = false;

  authenticate({ headers }: RawDelivery): boolean {
    if (headers['x-fault'] !== undefined) throw new TypeError('a fault of who authenticates');
    return true;
  }

  interpret({ body }: { readonly body: unknown }): Intake {
    if (Array.isArray(body)) throw new TypeError('a fault');
    return { kind: 'task', task: body as never };
  }

  sign(): Record<string, string> {
    return {};
  }
}

@Module({ providers: [FaultySource] })
class FaultyModule {}

const delivery = (name: string): Buffer => readFileSync(`test/deliveries/${name}.json`);
const hmac = (body: Buffer, secret: string): string =>
  createHmac('sha256', secret).update(body).digest('hex');

describe('what the intake answers', () => {
  let world: IntakeWorld;
  const post = (
    source: string,
    body: Buffer,
    headers: Record<string, string> = {},
  ): Promise<ExchangeAnswer> => exchange(world.port, { path: `/webhooks/${source}`, body, headers });
  const jira = (body: Buffer, secret: string = INTAKE_SECRETS.WEBHOOK_SECRET): Promise<ExchangeAnswer> =>
    post('jira', body, { 'x-hub-signature': `sha256=${hmac(body, secret)}` });
  const token = { 'x-anton-token': INTAKE_SECRETS.WEBHOOK_SECRET_DATADOG };

  beforeAll(async () => {
    world = await openIntakeWorld({ extensions: [FaultyModule] });
  });
  afterAll(() => world.close());

  it('answers 202 once the queue holds the task, under the trace of the sender', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const answer = await post('datadog', delivery('datadog/triggered.recommended-template'), {
      ...token,
      traceparent,
    });
    expect(answer.status).toBe(202);
    expect(answer.json).toEqual({
      status: 'accepted',
      taskId: expect.stringMatching(/^datadog-cart-/) as string,
    });
    const seen: { body: string; routingKey: string; id: string; traceparent: string | undefined }[] = [];
    const consumer = await world.queue.consume(
      async (message) => {
        seen.push(message);
        return { kind: 'ack' };
      },
      { prefetch: 1 },
    );
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    await consumer.close();
    expect(seen[0]).toMatchObject({ id: answer.json['taskId'], routingKey: 'task.datadog.p2', traceparent });
    expect(parseAgentTask(JSON.parse(seen[0]?.body ?? ''))).toMatchObject({
      source: 'DATADOG',
      priority: 'P2',
      trace: { traceparent },
    });
  });

  it('gives the same taskId when a delivery comes again, also as a re-notification', async () => {
    const first = await post('datadog', delivery('datadog/triggered.recommended-template'), token);
    const again = await post('datadog', delivery('datadog/re-triggered.same-cycle'), token);
    expect(again.json).toEqual(first.json);
  });

  it('accepts the secret of before, and a relay that signs with the shared one', async () => {
    const body = delivery('jira/issue-created.labelled');
    expect((await jira(body, INTAKE_SECRETS.WEBHOOK_SECRET_PREVIOUS)).status).toBe(202);
    const alert = delivery('datadog/triggered.recommended-template');
    const signed = { 'x-anton-signature': `sha256=${hmac(alert, INTAKE_SECRETS.WEBHOOK_SECRET)}` };
    expect((await post('datadog', alert, signed)).status).toBe(202);
    expect((await post('datadog', alert, { 'x-anton-token': INTAKE_SECRETS.WEBHOOK_SECRET })).status).toBe(
      401,
    );
  });

  it('answers 200 with a reason to what asks for nothing', async () => {
    const answer = await jira(delivery('jira/issue-created.without-label'));
    expect(answer).toMatchObject({ status: 200, json: { status: 'ignored' } });
    expect(answer.json['reason']).toContain('label');
  });

  it('reads a form of Datadog', async () => {
    const fields = JSON.parse(delivery('datadog/triggered.recommended-template').toString()) as Record<
      string,
      string
    >;
    const body = Buffer.from(new URLSearchParams(fields).toString());
    const type = { 'content-type': 'Application/X-WWW-Form-URLencoded; charset=utf-8' };
    const answer = await post('datadog', body, { ...token, ...type });
    expect(answer).toMatchObject({ status: 202, json: { status: 'accepted' } });
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"a":'],
    ['a key __proto__', '{"issue":{"__proto__":{"isAdmin":true}}}'],
    ['a key constructor.prototype', '{"constructor":{"prototype":{"isAdmin":true}}}'],
    ['a list', '[]'],
    ['20,000 levels', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['20,000 levels of objects', '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)],
  ])('keeps an authentic body of %s, whole', async (_what, text) => {
    const body = Buffer.from(text);
    const answer = await jira(body);
    expect(answer).toMatchObject({ status: 202, json: { status: 'parked' } });
    const parked = await world.queue.parked(100);
    expect(parked.at(-1)).toMatchObject({ source: 'jira', reason: answer.json['reason'] });
    expect(Buffer.from(parked.at(-1)?.rawBody ?? []).equals(body)).toBe(true);
    expect(JSON.stringify(parked.at(-1)?.headers)).not.toContain('sha256');
  });

  it('keeps what a faulty source throws at, and what it makes an invalid task of', async () => {
    for (const body of ['[]', '{}']) {
      const answer = await exchange(world.port, { path: '/webhooks/faulty', body: Buffer.from(body) });
      expect(answer).toMatchObject({ status: 202, json: { status: 'parked' } });
    }
  });

  it('holds a body against the limit of its own source', async () => {
    expect((await post('faulty', Buffer.alloc(1024, ' '))).status).toBe(202);
    expect((await post('faulty', Buffer.alloc(1025, ' '))).status).toBe(413);
  });

  it('takes a source that fails to authenticate for one that recognised nobody, and says so once', async () => {
    for (const _again of [1, 2])
      expect((await post('faulty', Buffer.from('[]'), { 'x-fault': '1' })).status).toBe(401);
    expect(world.log.filter((line) => line.includes('a fault of who authenticates'))).toHaveLength(1);
  });

  it('never answers a body of test/deliveries with an error', async () => {
    for (const source of ['jira', 'datadog', 'sonar']) {
      for (const { name, rawBody } of readDeliveries(`test/deliveries/${source}`)) {
        const signature = hmac(rawBody, INTAKE_SECRETS.WEBHOOK_SECRET);
        const answer = await post(source, rawBody, {
          ...token,
          'x-hub-signature': `sha256=${signature}`,
          'x-sonar-webhook-hmac-sha256': signature,
        });
        expect([200, 202], `${source}/${name}`).toContain(answer.status);
      }
    }
  });

  it('counts what became of deliveries, and is ready while the queue is', async () => {
    const metrics = await fetch(`http://127.0.0.1:${world.port}/metrics`).then((answer) => answer.text());
    for (const result of ['accepted', 'ignored', 'parked']) {
      expect(metrics).toMatch(
        new RegExp(`anton_deliveries_total\\{source="jira",result="${result}"[^}]*\\} [1-9]`),
      );
    }
    expect(metrics).toMatch(/anton_publish_seconds_count\{source="datadog"\} [1-9]/);
    const ready = await exchange(world.port, { path: '/health/ready', method: 'GET' });
    expect(ready.status).toBe(200);
  });
});
