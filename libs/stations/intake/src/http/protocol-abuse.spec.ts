import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  exchangeBytes,
  INTAKE_SECRETS,
  openIntakeWorld,
  openSocket,
  type IntakeWorld,
} from '@anton/testing/intake';

const SIGNATURE = createHmac('sha256', INTAKE_SECRETS.WEBHOOK_SECRET).update('{}').digest('hex');
const SIGNED = `x-sonar-webhook-hmac-sha256: ${SIGNATURE}`;

/** A delivery of `{}` with these header lines instead of its length. */
function delivery(lines: readonly string[], body = '{}', version = '1.1'): string {
  const head = [`POST /webhooks/sonar HTTP/${version}`, 'host: x', SIGNED, 'connection: close', ...lines];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

const LENGTH = 'content-length: 2';
const CHUNKED = 'transfer-encoding: chunked';

describe('a sender that abuses HTTP', () => {
  let world: IntakeWorld;
  beforeAll(async () => {
    world = await openIntakeWorld();
  });
  afterAll(() => world.close());

  it('is served when it does not', async () => {
    expect(await exchangeBytes(world.port, delivery([LENGTH]))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await exchangeBytes(world.port, delivery([CHUNKED], '2\r\n{}\r\n0\r\n\r\n'))).toMatch(
      /^HTTP\/1\.1 200 /,
    );
    expect(await exchangeBytes(world.port, delivery([LENGTH], '{}', '1.0'))).toMatch(/^HTTP\/1\.1 200 /);
    const absolute = delivery([LENGTH]).replace(' /', ' http://x/');
    expect(await exchangeBytes(world.port, absolute)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it.each<readonly [string, string, number]>([
    ['two lengths', delivery([LENGTH, 'content-length: 3']), 400],
    ['the same length twice', delivery([LENGTH, LENGTH]), 400],
    ['a list of lengths', delivery(['content-length: 2, 2']), 400],
    ['a negative length', delivery(['content-length: -2']), 400],
    ['a length with a sign', delivery(['content-length: +2']), 400],
    ['a length in hexadecimal', delivery(['content-length: 0x2']), 400],
    ['a length beyond all numbers', delivery([`content-length: ${'9'.repeat(30)}`]), 400],
    ['a length and chunks', delivery([LENGTH, CHUNKED], '2\r\n{}\r\n0\r\n\r\n'), 400],
    ['chunks and a length', delivery([CHUNKED, LENGTH], '2\r\n{}\r\n0\r\n\r\n'), 400],
    ['an encoding that is almost chunked', delivery(['transfer-encoding: xchunked']), 501],
    ['chunked before another encoding', delivery(['transfer-encoding: chunked, gzip']), 400],
    ['chunked twice', delivery([CHUNKED, CHUNKED], '2\r\n{}\r\n0\r\n\r\n'), 400],
    ['gzip, then chunked', delivery(['transfer-encoding: gzip, chunked'], '2\r\n{}\r\n0\r\n\r\n'), 501],
    ['a space before the colon', delivery(['transfer-encoding : chunked']), 400],
    ['a folded header', delivery(['x-folded: a\r\n b', LENGTH]), 400],
    ['a lone line feed', delivery([LENGTH]).replaceAll('\r\n', '\n'), 400],
    ['a lone carriage return', delivery(['x-cr: a\rb', LENGTH]), 400],
    ['a zero byte in a header', delivery(['x-nul: a\0b', LENGTH]), 400],
    ['a chunk of no size', delivery([CHUNKED], 'x\r\n{}\r\n0\r\n\r\n'), 400],
    ['a chunk larger than its size', delivery([CHUNKED], '1\r\n{}\r\n0\r\n\r\n'), 400],
    ['a chunk of an absurd size', delivery([CHUNKED], `${'f'.repeat(20)}\r\n{}`), 400],
    ['endless chunk extensions', delivery([CHUNKED], `2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`), 413],
    ['a header of 20 KB', delivery([`x-long: ${'x'.repeat(20_000)}`, LENGTH]), 431],
    ['an address of 20 KB', delivery([LENGTH]).replace('sonar', `sonar?${'x'.repeat(20_000)}`), 431],
    ['a thousand headers', delivery([...Array.from({ length: 1_000 }, (_, n) => `x${n}: 1`), LENGTH]), 431],
    ['101 headers', delivery([...Array.from({ length: 97 }, (_, n) => `x${n}: 1`), LENGTH]), 431],
    ['no host', delivery([LENGTH]).replace('host: x\r\n', ''), 400],
    ['no version', delivery([LENGTH]).replace(' HTTP/1.1', ''), 505],
    ['the version of another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['the handshake of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['an encoding of the content', delivery([LENGTH, 'content-encoding: gzip']), 415],
    ['an expectation that nobody can meet', delivery([LENGTH, 'expect: a-pony']), 417],
  ])('gets a problem and no more for %s', async (_what, bytes, status) => {
    const answer = await exchangeBytes(world.port, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*application/problem\\+json`));
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(answer).toContain(`"status":${status}}`);
    expect(answer.toLowerCase()).not.toMatch(/fastify|node|nest|server:|powered|127\.0\.0\.1|at \w+ \(/);
  });

  it('gets no tunnel and no other protocol', async () => {
    expect(
      await exchangeBytes(world.port, 'CONNECT example.com:443 HTTP/1.1\r\nhost: x\r\n\r\n'),
    ).not.toContain(' 200 ');
    const upgrade = delivery([LENGTH]).replace(
      'connection: close',
      'connection: upgrade\r\nupgrade: websocket',
    );
    const { socket, text } = openSocket(world.port, [upgrade]);
    await vi.waitFor(() => expect(text()).toMatch(/^HTTP\/1\.1 200 /));
    socket.destroy();
  });

  it('is asked for a body only when it will be read', async () => {
    const large = delivery(['content-length: 99999999', 'expect: 100-continue'], '').replace(
      'close',
      'keep-alive',
    );
    const refused = await exchangeBytes(world.port, large);
    expect(refused).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close/i);
    expect(refused).not.toContain('100 Continue');
    const { socket, text, ended } = openSocket(world.port, [delivery([LENGTH, 'expect: 100-continue'], '')]);
    await vi.waitFor(() => expect(text()).toBe('HTTP/1.1 100 Continue\r\n\r\n'));
    socket.write('{}');
    expect(await ended).toMatch(/HTTP\/1\.1 200 /);
  });

  it('gets the answers to requests in one piece in their order', async () => {
    const keep = (bytes: string): string => bytes.replace('connection: close', 'connection: keep-alive');
    const unknown = keep(delivery([LENGTH]).replace('/sonar', '/nobody'));
    const forged = keep(delivery([LENGTH])).replace(SIGNATURE, 'f'.repeat(64));
    const answer = await exchangeBytes(
      world.port,
      keep(delivery([LENGTH])) + unknown + forged + delivery([LENGTH]),
    );
    expect([...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual([
      '200',
      '404',
      '401',
      '200',
    ]);
  });

  it('hides no second request in the body of a first', async () => {
    const hidden = delivery([LENGTH]).replace('/sonar', '/hidden');
    const outer = delivery([`content-length: ${hidden.length}`], hidden);
    expect((await exchangeBytes(world.port, outer)).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 401']);
    const after = delivery([CHUNKED], `0\r\n\r\n${hidden}`);
    expect((await exchangeBytes(world.port, after)).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
  });
});
