import { once } from 'node:events';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TaskQueue } from '@anton/queue';
import {
  exchange,
  INTAKE_SECRETS,
  openIntakeWorld,
  openSocket,
  type BareSocket,
  type IntakeWorld,
} from '@anton/testing/intake';

const BODY = '{"alert_transition":"Triggered","alert_title":"x","alert_cycle_key":"one"}';
const TOKEN = `x-anton-token: ${INTAKE_SECRETS.WEBHOOK_SECRET_DATADOG}`;
const TASK = `POST /webhooks/datadog HTTP/1.1\r\nhost: x\r\n${TOKEN}\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;
const IGNORED = TASK.replace('Triggered', 'Xriggered');

describe('an intake that is told to stop', () => {
  let world: IntakeWorld | undefined;
  const sockets: BareSocket[] = [];
  afterEach(async () => {
    vi.restoreAllMocks();
    for (const { socket } of sockets.splice(0)) socket.destroy();
    await world?.close();
    world = undefined;
  });
  const open = async (
    limits: NonNullable<Parameters<typeof openIntakeWorld>[0]>['limits'],
  ): Promise<IntakeWorld> => {
    world = await openIntakeWorld({ limits: limits ?? {} });
    return world;
  };
  const connect = async (port: number, bytes = ''): Promise<BareSocket> => {
    const opened = openSocket(port, [bytes]);
    sockets.push(opened);
    await once(opened.socket, 'connect');
    return opened;
  };
  /** Publishes of this queue wait until the function that comes back is called. */
  const holdPublishes = (queue: TaskQueue) => {
    let confirm = (): void => undefined;
    const confirmed = new Promise<void>((resolve) => void (confirm = resolve));
    return { publishing: vi.spyOn(queue, 'publish').mockReturnValue(confirmed), confirm: () => confirm() };
  };

  it('answers who is inside after the confirm of the queue, tells them to go, and closes the listener', async () => {
    const { port, app, queue } = await open({});
    const { publishing, confirm } = holdPublishes(queue);
    const idle = await connect(port, IGNORED);
    await vi.waitFor(() => expect(idle.text()).toMatch(/^HTTP\/1\.1 200 /));
    const inside = await connect(port, TASK);
    await vi.waitFor(() => expect(publishing).toHaveBeenCalledOnce());
    const closed = app.close();
    await idle.ended;
    await expect(connect(port)).rejects.toThrow(/ECONNREFUSED|ECONNRESET/);
    expect(inside.text()).toBe('');
    confirm();
    expect(await inside.ended).toMatch(/^HTTP\/1\.1 202 [\s\S]*connection: close[\s\S]*"accepted"/i);
    await closed;
  });

  it('serves who began before and ends after', async () => {
    const { port, app } = await open({});
    const half = await connect(port, TASK.slice(0, -10));
    const closed = app.close();
    await vi.waitFor(() => expect(app.getHttpServer().listening).toBe(false));
    half.socket.write(TASK.slice(-10));
    expect(await half.ended).toMatch(/^HTTP\/1\.1 202 [\s\S]*connection: close/i);
    await closed;
  });

  it('still serves who waits at the listener', async () => {
    const { port, app } = await open({});
    const waiting = Array.from({ length: 50 }, () => openSocket(port, [IGNORED]));
    await app.close();
    for (const { ended } of waiting) expect(await ended).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('is not ready from the first moment, and takes connections for as long as the delay', async () => {
    const { port, app } = await open({ drainDelayMs: 1_500 });
    expect((await exchange(port, { path: '/health/ready', method: 'GET' })).status).toBe(200);
    const kept = await connect(port, IGNORED);
    await vi.waitFor(() => expect(kept.text()).toMatch(/"ignored"/));
    const began = performance.now();
    const closed = app.close();
    const ready = await exchange(port, { path: '/health/ready', method: 'GET' });
    expect([ready.status, ready.headers.connection]).toEqual([503, 'close']);
    expect((await exchange(port, { path: '/health/live', method: 'GET' })).status).toBe(200);
    kept.socket.write(TASK);
    expect(await kept.ended).toMatch(/HTTP\/1\.1 202 [\s\S]*connection: close/i);
    expect(await (await connect(port, TASK)).ended).toMatch(/^HTTP\/1\.1 202 /);
    await closed;
    expect(performance.now() - began).toBeGreaterThan(1_400);
    await expect(connect(port)).rejects.toThrow('ECONNREFUSED');
  });

  it('waits for no sender who is slow on purpose', async () => {
    const { port, app } = await open({ requestMs: 500, headersMs: 500 });
    const slow = await Promise.all(['POST /', TASK.slice(0, -10), ''].map((bytes) => connect(port, bytes)));
    const began = performance.now();
    await app.close();
    await Promise.all(slow.map(({ ended }) => ended));
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
