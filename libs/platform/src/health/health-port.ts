import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

const OPEN = /^\/(?:health\/|metrics(?:\?|$))/;

/** Something that can answer a request, such as Fastify's `instance.routing`. */
export type Routing = (request: IncomingMessage, response: ServerResponse) => void;

/** Serves `/health/*` and `/metrics` of an application, and nothing else of it, on a port of their own. */
export async function listenForHealth(routing: Routing, port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (OPEN.test(request.url ?? '')) return routing(request, response);
    response.writeHead(404).end();
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}
