import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INTAKE_SECRETS, openIntakeWorld, openSocket, type IntakeWorld } from '@anton/testing/intake';

const HEAD = 'POST /webhooks/sonar HTTP/1.1\r\nhost: x\r\n';
const SIGNATURE = createHmac('sha256', INTAKE_SECRETS.WEBHOOK_SECRET).update('{}').digest('hex');
const WHOLE = `${HEAD}x-sonar-webhook-hmac-sha256: ${SIGNATURE}\r\ncontent-length: 2\r\n\r\n{}`;
const PROBLEM = /^HTTP\/1\.1 408 [\s\S]*application\/problem\+json/;

/** The timeouts of an intake, in small; test/slow-loris.promise-spec.ts has them in full. */
describe('a sender that is slow', () => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntakeWorld({ limits: { headersMs: 300, requestMs: 600, keepAliveMs: 100 } });
  });
  afterAll(() => world.close());

  /** Sends `piece` again and again, whatever comes back, until the connection is cut; what came back. */
  const trickle = async (start: string, piece: string): Promise<string> => {
    const socket = connect({ port: world.port, host: '127.0.0.1', allowHalfOpen: true });
    const received: Buffer[] = [];
    socket.on('data', (chunk) => void received.push(chunk)).on('error', () => undefined);
    socket.write(start);
    const writing = setInterval(() => socket.write(piece), 20);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(writing);
    return Buffer.concat(received).toString();
  };

  it.each([
    ['says nothing', ''],
    ['does not end its head', HEAD],
    ['does not end its body', `${HEAD}content-length: 9\r\n\r\n{}`],
    ['does not end its chunks', `${HEAD}transfer-encoding: chunked\r\n\r\n1\r\n{\r\n`],
  ])('is told so when it %s, and cut off', async (_what, bytes) => {
    expect(await openSocket(world.port, [bytes]).ended).toMatch(PROBLEM);
  });

  it.each([
    ['headers', HEAD, 'x-more: 1\r\n'],
    ['its body', `${HEAD}content-length: 99999\r\n\r\n`, 'x'],
    ['chunks', `${HEAD}transfer-encoding: chunked\r\n\r\n`, '1\r\nx\r\n'],
  ])('is cut off while it goes on to send %s bit by bit', async (_what, start, piece) => {
    expect(await trickle(start, piece)).toMatch(PROBLEM);
  });

  it('is served over a connection that stays open for the next request, but not for ever', async () => {
    const opened = openSocket(world.port, [WHOLE]);
    const answer = await opened.ended;
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).not.toMatch(/^connection: close/im);
    expect(opened.socket.readableEnded).toBe(true);
  });
});
