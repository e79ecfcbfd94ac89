import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listenForHealth } from './health-port';

let server: Server | undefined;
afterEach(() => server?.close());

describe('listenForHealth', () => {
  it.each([
    ['/health/live', 200],
    ['/metrics', 200],
    ['/webhooks/jira', 404],
    ['/', 404],
  ])('%s: %i', async (path, status) => {
    server = await listenForHealth(
      (_request, response) => void response.writeHead(200).end('yes'),
      0,
      '127.0.0.1',
    );
    const { port } = server.address() as AddressInfo;
    expect((await fetch(`http://127.0.0.1:${port}${path}`)).status).toBe(status);
  });
});
