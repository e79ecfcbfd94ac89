import { createHmac } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exchangeBytes, INTAKE_SECRETS, openIntakeWorld, type IntakeWorld } from '@anton/testing/intake';

const MIB = 1024 * 1024;
const HEAD = 'POST /webhooks/sonar HTTP/1.1\r\nhost: x\r\n';
const SENT = 16 * MIB;

/** One HTTP chunk of 64 KiB. */
const CHUNK = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 'x'), Buffer.from('\r\n')]);
const CHUNKS = Array.from({ length: SENT / 0x10000 }, () => CHUNK);

describe('how much of a body is read', () => {
  let world: IntakeWorld;
  const sockets: Socket[] = [];
  beforeAll(async () => {
    world = await openIntakeWorld();
    world.app.getHttpServer().on('connection', (socket: Socket) => void sockets.push(socket));
  });
  afterAll(() => world.close());

  it.each([
    ['a length over the limit', `content-length: ${SENT}`, [Buffer.alloc(SENT, 'x')], 413],
    ['chunks without end', 'transfer-encoding: chunked', CHUNKS, 413],
    ['an encoding', `content-encoding: gzip\r\ncontent-length: ${SENT}`, [Buffer.alloc(SENT, 'x')], 415],
  ])('reads less than 2 MiB of %s', async (_what, header, parts, status) => {
    const answer = await exchangeBytes(world.port, `${HEAD}${header}\r\n\r\n`, ...parts);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*application/problem\\+json`));
    expect(answer).not.toMatch(/^connection: close/m); // a reset could overtake the answer
    expect(sockets.at(-1)?.bytesRead).toBeLessThan(2 * MIB);
  });

  it('reads of an unknown source no more than of a refused one', async () => {
    const head = `POST /webhooks/nobody HTTP/1.1\r\nhost: x\r\ncontent-length: ${SENT}\r\n\r\n`;
    expect(await exchangeBytes(world.port, head, Buffer.alloc(SENT, 'x'))).toMatch(/^HTTP\/1\.1 404 /);
    expect(sockets.at(-1)?.bytesRead).toBeLessThan(2 * MIB);
  });

  it.each([
    ['two lengths', 'content-length: 2\r\ncontent-length: 3'],
    ['a length that is none', 'content-length: 2x'],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked'],
  ])('takes no request with %s', async (_what, header) => {
    const answer = await exchangeBytes(world.port, `${HEAD}${header}\r\n\r\n{}`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 [\s\S]*application\/problem\+json/);
  });

  it('takes what follows a body for a request of its own', async () => {
    const signature = createHmac('sha256', INTAKE_SECRETS.WEBHOOK_SECRET).update('{}').digest('hex');
    const head = `${HEAD}x-sonar-webhook-hmac-sha256: ${signature}\r\n`;
    const answer = await exchangeBytes(world.port, `${head}content-length: 2\r\n\r\n{}{"more":1}\r\n\r\n`);
    expect(answer).toMatch(/HTTP\/1\.1 400 [\s\S]*application\/problem\+json/);
    expect(answer).not.toContain('more');
    const shorter = await exchangeBytes(
      world.port,
      `${head}connection: close\r\ncontent-length: 1\r\n\r\n{}`,
    );
    expect(shorter).not.toMatch(/^HTTP\/1\.1 2/);
  });
});
