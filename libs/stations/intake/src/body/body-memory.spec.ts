import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { QueueUnavailableError, type TaskQueue } from '@anton/queue';
import {
  exchange,
  INTAKE_SECRETS,
  openIntakeWorld,
  openSocket,
  type BareSocket,
  type ExchangeAnswer,
  type IntakeWorld,
} from '@anton/testing/intake';
import { IntakeLimits } from '../http/limits/intake-limits';
import { BodyMemory } from './body-memory';

const MIB = 1024 * 1024;
const HEAD = 'POST /webhooks/sonar HTTP/1.1\r\nhost: x\r\n';

function signed(body: Buffer): Record<string, string> {
  const signature = createHmac('sha256', INTAKE_SECRETS.WEBHOOK_SECRET).update(body).digest('hex');
  return { 'x-hub-signature': `sha256=${signature}`, 'x-sonar-webhook-hmac-sha256': signature };
}

describe('BodyMemory', () => {
  it('gives half to who is not proven, and the rest to who is', () => {
    const memory = new BodyMemory(new IntakeLimits({ maxBodyMemory: 100_000 }));
    const other = memory.open(false);
    expect(other?.take(45_000)).toBe(true);
    expect(other?.take(1_000)).toBe(false);
    expect(memory.open(false)).toBeUndefined();
    const proven = memory.open(true);
    expect(proven?.take(45_000)).toBe(true);
    expect(proven?.take(10_000)).toBe(false);
    other?.release();
    other?.release();
    expect(proven?.take(10_000)).toBe(true);
    proven?.release();
    expect(memory.bytes).toBe(0);
  });
});

describe('the memory for bodies', () => {
  let world: IntakeWorld | undefined;
  const sockets: BareSocket[] = [];
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const { socket } of sockets.splice(0)) socket.destroy();
    await world?.close();
    world = undefined;
  });
  const open = async (maxBodyMemory: number): Promise<void> => {
    world = await openIntakeWorld({ limits: { maxBodyMemory } });
  };
  const send = (head: string, ...parts: readonly (string | Buffer)[]): BareSocket => {
    const opened = openSocket(world?.port ?? 0, [`${HEAD}${head}\r\n\r\n`, ...parts]);
    sockets.push(opened);
    return opened;
  };
  const post = (
    body: Buffer,
    headers: Record<string, string> = signed(body),
    source = 'jira',
  ): Promise<ExchangeAnswer> => exchange(world?.port ?? 0, { path: `/webhooks/${source}`, body, headers });
  const held = async (): Promise<number> => {
    const text = await fetch(`http://127.0.0.1:${world?.port}/metrics`).then((answer) => answer.text());
    return Number(/^anton_intake_body_bytes (\d+)$/m.exec(text)?.[1]);
  };
  const queue = (): TaskQueue => (world as IntakeWorld).queue;

  it('is bounded over all senders: 503 with Retry-After while it is taken, and room again when they end', async () => {
    await open(2 * MIB);
    const half = Buffer.alloc(MIB / 2, 'x');
    const slow = send(`content-length: ${MIB}`, half);
    await vi.waitFor(async () => expect(await held()).toBeGreaterThan(MIB / 2));
    const body = Buffer.alloc(MIB / 2, ' ');
    const refused = await post(body);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
    expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
    slow.socket.destroy();
    await vi.waitFor(async () => expect(await held()).toBe(0));
    expect((await post(body)).status).toBe(202);
  });

  it('counts what pieces cost beside their bytes: a body that comes byte by byte is no way around', async () => {
    await open(MIB);
    const pieces = '1\r\n \r\n'.repeat(8_000);
    const { ended } = send('transfer-encoding: chunked\r\nconnection: close', `${pieces}0\r\n\r\n`);
    expect(await ended).toMatch(/^HTTP\/1\.1 503 /);
    await vi.waitFor(async () => expect(await held()).toBe(0));
  });

  it('is given back whatever becomes of a delivery', async () => {
    await open(64 * MIB);
    const task = (cycle: string): Buffer =>
      Buffer.from(
        JSON.stringify({ alert_transition: 'Triggered', alert_title: 'x', alert_cycle_key: cycle }),
      );
    const token = { 'x-anton-token': INTAKE_SECRETS.WEBHOOK_SECRET_DATADOG };
    const seen = [
      await post(task('one'), token, 'datadog'),
      await post(Buffer.from('{}')),
      await post(Buffer.from('{')),
      await post(Buffer.alloc(0)),
      await post(Buffer.from('{}'), {}),
      await post(Buffer.from('{}'), { ...signed(Buffer.from('{}')), 'content-type': 'application/' }),
      await post(Buffer.from('{}'), {
        ...signed(Buffer.from('{}')),
        'content-type': 'application/x+json/json',
      }),
      await post(Buffer.alloc(5 * MIB + 1)),
      await post(Buffer.alloc(600_000, '[')),
      await exchange(world?.port ?? 0, {
        path: '/webhooks/jira',
        headers: {},
        body: [Buffer.alloc(6 * MIB)],
      }),
    ].map(({ status }) => status);
    expect(seen).toEqual([202, 200, 202, 202, 401, 415, 415, 413, 202, 413]);
    vi.spyOn(queue(), 'publish').mockRejectedValue(new QueueUnavailableError('down'));
    expect((await post(task('two'), token, 'datadog')).status).toBe(503);
    vi.spyOn(queue(), 'publish').mockRejectedValue(new TypeError('a fault'));
    expect((await post(task('three'), token, 'datadog')).status).toBe(500);
    await vi.waitFor(async () => expect(await held()).toBe(0));
  });

  it('is given back when senders go away: in the midst of a body, or before its answer', async () => {
    await open(64 * MIB);
    const broken = Array.from({ length: 20 }, () => send('content-length: 9000', 'x'.repeat(5_000)));
    await vi.waitFor(async () => expect(await held()).toBeGreaterThan(20 * 5_000));
    for (const { socket } of broken) socket.destroy();
    await vi.waitFor(async () => expect(await held()).toBe(0));

    let confirm = (): void => undefined;
    const confirmed = new Promise<void>((resolve) => void (confirm = resolve));
    const publishing = vi.spyOn(queue(), 'publish').mockReturnValue(confirmed);
    const body = '{"alert_transition":"Triggered","alert_title":"x","alert_cycle_key":"four"}';
    const head = `${HEAD.replace('sonar', 'datadog')}x-anton-token: ${INTAKE_SECRETS.WEBHOOK_SECRET_DATADOG}\r\n`;
    const whole = `${head}content-length: ${body.length}\r\n\r\n${body}`;
    const impatient = openSocket(world?.port ?? 0, [whole.repeat(3)]);
    await vi.waitFor(() => expect(publishing).toHaveBeenCalledTimes(3));
    impatient.socket.destroy();
    await impatient.ended;
    expect(await held()).toBeGreaterThan(3 * body.length);
    confirm();
    await vi.waitFor(async () => expect(await held()).toBe(0));
  });
});
