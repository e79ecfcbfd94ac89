import { once } from 'node:events';
import { request as ask } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { GitHubServer } from '@anton/simulation';
import type { Authority } from './authority';

/** A GitHub Enterprise Server: HTTPS, and the API below `/api`. */
export interface EnterpriseServer {
  readonly port: number;
  close(): Promise<void>;
}

/** The scripted GitHub's name of what an Enterprise Server has at `path`. */
function behind(path: string): { readonly host: string; readonly path: string } {
  const [, api] = /^\/api(?:\/v3)?(\/.*)$/.exec(path) ?? [];
  return api === undefined ? { host: 'github.localhost', path } : { host: 'api.github.localhost', path: api };
}

/** Serves the scripted GitHub as an Enterprise Server would, at `address`. */
export async function startEnterpriseServer(
  address: string,
  { key, cert }: Authority,
  github: () => GitHubServer,
): Promise<EnterpriseServer> {
  const server = createServer({ key, cert }, (incoming, answer) => {
    const { host, path } = behind(incoming.url ?? '/');
    const { hostname, port } = new URL(github().proxyUrl);
    const headers = { ...incoming.headers, host };
    const forwarded = ask({
      hostname,
      port,
      path: `http://${host}${path}`,
      method: incoming.method,
      headers,
    });
    forwarded.on('response', (got) => {
      answer.writeHead(got.statusCode ?? 500, got.headers);
      got.pipe(answer);
    });
    forwarded.on('error', () => answer.destroy());
    incoming.pipe(forwarded);
  });
  server.listen(0, address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
