import type { FastifyRequest } from 'fastify';
import type { RefusedStatus } from './delivery-refused.error';

/** A sender behind three proxies has some 30 headers. Beyond 2,000 Node would drop them without a word. */
const MAX_HEADERS = 100;
const TYPES =
  /^(?:application\/(?:[\w.+-]+\+)?json|application\/x-www-form-urlencoded|text\/plain)(?:\s*;|$)/i;
const IDENTITY = /^identity$/i;
const CHUNKED = /^chunked$/i;
const DELIVERIES = /^\/webhooks\//;

/** What is wrong with a request for any route. */
export function requestFault({ raw, is404 }: FastifyRequest): RefusedStatus | undefined {
  if (raw.rawHeaders.length > 2 * MAX_HEADERS) return 431;
  if (raw.httpVersionMajor !== 1) return 505;
  if (raw.headers.host === undefined && raw.httpVersion !== '1.0') return 400;
  return is404 && raw.method !== 'POST' && DELIVERIES.test(raw.url ?? '') ? 405 : undefined;
}

/** What is wrong with a delivery for a source that takes bodies of `limit` bytes, as far as its head tells. */
export function deliveryFault({ headers }: FastifyRequest, limit: number): RefusedStatus | undefined {
  const { 'content-encoding': encoding, 'content-type': type, 'transfer-encoding': transfer } = headers;
  if (transfer !== undefined && !CHUNKED.test(transfer)) return 501;
  if (encoding !== undefined && !IDENTITY.test(encoding)) return 415;
  if (type !== undefined && !TYPES.test(type)) return 415;
  return Number(headers['content-length'] ?? 0) > limit ? 413 : undefined;
}
