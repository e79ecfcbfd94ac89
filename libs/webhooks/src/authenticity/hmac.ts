import { createHmac } from 'node:crypto';
import type { RawDelivery, WebhookHeaders } from '../webhook-source.port';
import { equalsOneOf } from './equal-secret';

/** A header that was sent exactly once, else undefined. */
export function singleHeader(headers: WebhookHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** HMAC-SHA256 over the raw bytes, lower-case hex, as `<prefix><hex>`. */
export function hmacOf(rawBody: Buffer, secret: string, prefix: string): string {
  return prefix + createHmac('sha256', secret).update(rawBody).digest('hex');
}

/** True when `header` holds the HMAC of the raw body under one of the secrets; an empty one signs nothing. A missing header costs the same time. */
export function isSigned(
  { headers, rawBody }: RawDelivery,
  header: string,
  prefix: string,
  secrets: readonly string[],
): boolean {
  const given = singleHeader(headers, header);
  const expected = secrets.filter(Boolean).map((secret) => hmacOf(rawBody, secret, prefix));
  return equalsOneOf(given ?? '', expected) && given !== undefined;
}
