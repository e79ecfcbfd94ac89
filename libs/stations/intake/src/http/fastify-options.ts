import type { Server } from 'node:http';
import type { FastifyHttpOptions } from 'fastify';
import { refuseAddress, refuseConnection } from './connections/connection-problem';
import { AddressSet } from './limits/address-set';
import { IntakeLimits } from './limits/intake-limits';

/**
 * How an ingester listens: slow senders are cut off, nothing of the server is told. Milliseconds and bytes.
 * @throws BadAddressError
 */
export function ingesterFastifyOptions(limits = new IntakeLimits()): FastifyHttpOptions<Server> {
  const proxies = new AddressSet(limits.trustedProxies);
  return {
    bodyLimit: 5 * 1024 * 1024,
    connectionTimeout: 15_000,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    ...(limits.trustedProxies === '' ? {} : { trustProxy: (address: string) => proxies.has(address) }),
    // Node looks for requests that take too long every 30 s unless told otherwise. A missing host is refused by the door.
    http: {
      headersTimeout: limits.headersMs,
      maxHeaderSize: 16_384,
      connectionsCheckingInterval: Math.min(1_000, limits.headersMs / 5),
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: 64 },
    exposeHeadRoutes: false,
    // Who comes while the intake drains is served, and told to come over another connection next time.
    return503OnClosing: false,
    logger: false,
    clientErrorHandler: refuseConnection,
    frameworkErrors: (error, _request, reply) => refuseAddress(error, reply),
  };
}
