import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TaskQueue } from '@anton/queue';
import {
  exchange,
  INTAKE_SECRETS,
  openIntakeWorld,
  openSocket,
  type BareSocket,
  type ExchangeAnswer,
  type IntakeWorld,
  type IntakeWorldOptions,
} from '@anton/testing/intake';

const SLOW = 'POST /webhooks/sonar HTTP/1.1\r\nhost: x\r\n';
const SIGNATURE = createHmac('sha256', INTAKE_SECRETS.WEBHOOK_SECRET).update('{}').digest('hex');
const WHOLE = `${SLOW}x-sonar-webhook-hmac-sha256: ${SIGNATURE}\r\ncontent-length: 2\r\n\r\n{}`;
const TURNED_AWAY =
  /^HTTP\/1\.1 503 [\s\S]*retry-after: 5[\s\S]*application\/problem\+json[\s\S]*connection: close/;

describe('the gate for connections', () => {
  let world: IntakeWorld | undefined;
  const opened: BareSocket[] = [];
  /** The same connections from inside, in the order in which they came. */
  const accepted: Socket[] = [];
  afterEach(async () => {
    for (const { socket } of opened.splice(0)) socket.destroy();
    await world?.close();
    world = undefined;
    accepted.length = 0;
  });
  const open = async (options: IntakeWorldOptions): Promise<void> => {
    world = await openIntakeWorld(options);
    world.app.getHttpServer().on('connection', (one: Socket) => void accepted.push(one));
  };
  const allHaveSpoken = (): Promise<void> =>
    vi.waitFor(() => expect(accepted.every(({ bytesRead }) => bytesRead > 0)).toBe(true));
  const port = (): number => world?.port ?? 0;
  const socket = async (bytes: string, from?: string): Promise<BareSocket> => {
    const connected = openSocket(port(), [bytes], from);
    opened.push(connected);
    await once(connected.socket, 'connect');
    return connected;
  };
  const several = (count: number, bytes: string, from?: string): Promise<BareSocket[]> =>
    Promise.all(Array.from({ length: count }, () => socket(bytes, from)));
  const deliver = (from?: string): Promise<ExchangeAnswer> =>
    exchange(port(), {
      path: '/webhooks/sonar',
      headers: { 'x-sonar-webhook-hmac-sha256': SIGNATURE },
      body: Buffer.from('{}'),
      ...(from === undefined ? {} : { from }),
    });

  it('answers 503 over the connection that is one too many of an address, and lets others in', async () => {
    await open({ limits: { maxConnectionsPerAddress: 3 } });
    await several(3, SLOW);
    expect(await (await socket(WHOLE)).ended).toMatch(TURNED_AWAY);
    expect((await deliver('127.0.0.2')).status).toBe(200);
    opened.shift()?.socket.destroy();
    await vi.waitFor(async () => expect((await deliver()).status).toBe(200));
  });

  it('has no limit per address for a trusted proxy, or when it is 0', async () => {
    for (const limits of [
      { maxConnectionsPerAddress: 1, trustedProxies: '127.0.0.0/8' },
      { maxConnectionsPerAddress: 0 },
    ]) {
      await open({ limits });
      await several(5, SLOW);
      expect((await deliver()).status).toBe(200);
      for (const { socket: slow } of opened.splice(0)) slow.destroy();
      await world?.close();
    }
  });

  it('makes room by closing who is slow for longest, never who is new', async () => {
    await open({ limits: { maxConnections: 5 } });
    const slow = await several(5, SLOW);
    await allHaveSpoken();
    expect((await deliver('127.0.0.2')).status).toBe(200);
    expect(await slow[0]?.ended).toMatch(TURNED_AWAY);
    expect(slow[1]?.socket.readyState).toBe('open');
  });

  it('closes who sends a body bit by bit before who waits for its next request', async () => {
    await open({ limits: { maxConnections: 2 } });
    const idle = await socket(WHOLE);
    await vi.waitFor(() => expect(idle.text()).toMatch(/^HTTP\/1\.1 200 /));
    const slow = await socket(`${SLOW}content-length: 9\r\n\r\n{`);
    await allHaveSpoken();
    const other = await socket(WHOLE, '127.0.0.2');
    expect(await slow.ended).toMatch(TURNED_AWAY);
    await vi.waitFor(() => expect(other.text()).toMatch(/^HTTP\/1\.1 200 /));
    expect(idle.socket.readyState).toBe('open');
    await socket(WHOLE, '127.0.0.3');
    expect(await idle.ended).not.toContain('503');
  });

  it('turns new ones away when all are at work, and none of those at work', async () => {
    await open({ limits: { maxConnections: 2 } });
    let confirm = (): void => undefined;
    const confirmed = new Promise<void>((resolve) => void (confirm = resolve));
    const publishing = vi.spyOn(world?.queue as TaskQueue, 'publish').mockReturnValue(confirmed);
    const body = '{"alert_transition":"Triggered","alert_title":"x","alert_cycle_key":"one"}';
    const task = `POST /webhooks/datadog HTTP/1.1\r\nhost: x\r\nx-anton-token: ${INTAKE_SECRETS.WEBHOOK_SECRET_DATADOG}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
    const working = await several(2, task);
    await vi.waitFor(() => expect(publishing).toHaveBeenCalledTimes(2));
    expect(await (await socket(WHOLE, '127.0.0.2')).ended).toMatch(TURNED_AWAY);
    confirm();
    for (const { ended } of working) expect(await ended).toMatch(/^HTTP\/1\.1 202 /);
  });

  it('ends one that was turned away and never says anything', async () => {
    await open({ limits: { maxConnectionsPerAddress: 1 } });
    await socket(SLOW);
    expect(await (await socket('')).ended).toBe('');
  });

  it('cuts a flood short, and serves others meanwhile', async () => {
    await open({ limits: { maxConnectionsPerAddress: 10 } });
    const flood = await several(600, SLOW);
    expect((await deliver('127.0.0.2')).status).toBe(200);
    await Promise.all(flood.slice(10).map(({ ended }) => ended));
    expect(flood.slice(0, 10).every(({ socket: { readyState } }) => readyState === 'open')).toBe(true);
  });
});
