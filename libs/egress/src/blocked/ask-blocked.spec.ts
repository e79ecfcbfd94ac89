import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { askBlocked } from './ask-blocked';

let server: Server;
let asked: string | undefined;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** The address of a proxy that gives this answer. */
async function proxyWith(status: number, body: string): Promise<string> {
  server = createServer((request, response) => {
    asked = request.url;
    response.writeHead(status, { location: '/elsewhere' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://agent:secret@127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const since = new Date(1_795_918_501_340);

describe('the question for refused hosts', () => {
  it('is asked of the proxy as every other, and answered', async () => {
    const hosts = [{ host: 'a.example', port: 443, times: 2, privateAddress: true }];
    expect(await askBlocked(await proxyWith(200, JSON.stringify({ hosts })), since)).toEqual(hosts);
    expect(asked).toBe('http://refused.anton-egress.invalid/blocked?since=1795918501340');
  });

  it('is asked again of a proxy that takes over other rules', async () => {
    const url = await proxyWith(200, JSON.stringify({ hosts: [] }));
    const [listener] = server.listeners('request');
    let times = 0;
    server
      .removeAllListeners('request')
      .on('request', (request: IncomingMessage, response: ServerResponse) => {
        times += 1;
        if (times === 1) return request.socket.destroy();
        if (times === 2) return response.writeHead(502).end();
        return listener?.(request, response) as unknown;
      });
    expect(await askBlocked(url, since)).toEqual([]);
    expect(times).toBe(3);
  });

  it('fails in time, once, when the proxy is silent', async () => {
    const url = await proxyWith(200, '');
    let times = 0;
    server.removeAllListeners('request').on('request', () => (times += 1));
    await expect(askBlocked(url, since)).rejects.toThrow('did not answer within 3000 ms');
    expect(times).toBe(1);
  });

  it('fails in time when the proxy stops in the middle of its answer', async () => {
    const url = await proxyWith(200, '');
    server
      .removeAllListeners('request')
      .on('request', (_request: IncomingMessage, response: ServerResponse) => response.write('{"hosts":'));
    await expect(askBlocked(url, since)).rejects.toThrow('did not answer within 3000 ms');
  });

  it('takes what a report may hold', async () => {
    const hosts = Array.from({ length: 50 }, (_value, index) => ({
      host: `h${index}.example`,
      port: 1,
      times: 1,
    }));
    expect(await askBlocked(await proxyWith(200, JSON.stringify({ hosts })), since)).toHaveLength(20);
  });

  it.each([
    [500, '', 'answered 500'],
    [302, '', 'answered 302'],
    [200, 'no JSON', 'JSON'],
    [200, '{"hosts":[{"host":1}]}', 'expected string'],
    [200, `{"hosts":[{"host":"${'a'.repeat(300)}","port":443,"times":1}]}`, '253'],
  ])('fails at %i %s', async (status, body, words) => {
    await expect(askBlocked(await proxyWith(status, body), since)).rejects.toThrow(words);
  });
});
