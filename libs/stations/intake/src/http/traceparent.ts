import { randomUUID } from 'node:crypto';
import type { WebhookHeaders } from '@anton/webhooks';

const VALID = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** 32 hexadecimal digits; `randomUUID` draws from a pool, which is a tenth of the price of `randomBytes`. */
const randomHex = (): string => randomUUID().replaceAll('-', '');

/** The sender's W3C trace context (https://www.w3.org/TR/trace-context/), when it sent one that is valid. */
export function sentTraceparent(headers: WebhookHeaders): string | undefined {
  const sent = headers['traceparent'];
  return typeof sent === 'string' && VALID.test(sent) ? sent : undefined;
}

/** The sender's trace context, or a new one. */
export function traceparentOf(headers: WebhookHeaders): string {
  return sentTraceparent(headers) ?? `00-${randomHex()}-${randomHex().slice(0, 16)}-01`;
}
