import type { Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';
import { refuseAddress, refuseConnection } from './connection-problem';

/** How an ingester listens: slow senders are cut off, nothing of the server is told. Milliseconds and bytes. */
export function ingesterFastifyOptions(): FastifyHttpOptions<Server> {
  return {
    bodyLimit: 5 * 1024 * 1024,
    connectionTimeout: 15_000,
    requestTimeout: 10_000,
    keepAliveTimeout: 65_000,
    // Node looks for requests that take too long every 30 s unless told otherwise.
    http: { headersTimeout: 5_000, maxHeaderSize: 16_384, connectionsCheckingInterval: 1_000 },
    routerOptions: { maxParamLength: 64 },
    exposeHeadRoutes: false,
    logger: false,
    clientErrorHandler: refuseConnection,
    frameworkErrors: (error, _request, reply) => refuseAddress(error, reply),
  };
}
