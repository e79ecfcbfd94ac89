import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { build } from 'esbuild';
import { teamServer } from './team-server';

const STDIO = `
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { teamServer } from './team-server';
void teamServer().connect(new StdioServerTransport());
`;

/** Writes the team's server as one file that needs nothing but node; it talks over standard input and output. */
export async function writeStdioServer(file: string): Promise<void> {
  await build({
    stdin: { contents: STDIO, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
}

/** A server on localhost. */
export interface HttpServer {
  readonly url: string;
  /** Methods that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts a server on localhost that answers by `answer`. */
export async function startHttpServer(
  answer: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<HttpServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.method ?? '');
    void answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The team's server over HTTP. */
export function startTeamHttpServer(): Promise<HttpServer> {
  return startHttpServer(async (request, response) => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await teamServer().connect(transport);
    await transport.handleRequest(request, response);
  });
}
