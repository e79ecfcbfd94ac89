import { createHash, createHmac } from 'node:crypto';
import type { RawDelivery } from '../webhook-source.port';
import { equalsOneOf } from './equal-secret';
import { singleHeader } from './hmac';

/** As in every reference library of https://www.standardwebhooks.com: five minutes, both ways. */
const TOLERANCE_S = 300;
const MAX_SIGNATURES = 8;
const PREFIX = 'whsec_';

/** The key of a secret: base64 behind `whsec_`, else the text itself. Null when there is nothing behind it. */
function keyOf(secret: string): Buffer | null {
  if (!secret.startsWith(PREFIX)) return secret === '' ? null : Buffer.from(secret, 'utf8');
  const written = secret.slice(PREFIX.length);
  const key = Buffer.from(written, 'base64');
  return key.length > 0 && key.toString('base64') === written ? key : null;
}

function signature(key: Buffer, id: string, timestamp: string, rawBody: Buffer): string {
  const hmac = createHmac('sha256', key).update(`${id}.${timestamp}.`, 'utf8').update(rawBody);
  return `v1,${hmac.digest('base64')}`;
}

/**
 * True when `webhook-signature` holds a signature of id, time and body under one of the secrets, and the signed time is
 * that of the delivery. Stricter than the reference libraries: an id has no dot, which could move text between id and
 * body, and a time is digits alone.
 */
export function isStandardWebhook(delivery: RawDelivery, secrets: readonly string[]): boolean {
  const [id = '', timestamp = '', given] = ['id', 'timestamp', 'signature'].map((name) =>
    singleHeader(delivery.headers, `webhook-${name}`),
  );
  const keys = secrets.map(keyOf).filter((key) => key !== null);
  const expected = keys.map((key) => signature(key, id, timestamp, delivery.rawBody));
  const matches = (given ?? '').split(' ', MAX_SIGNATURES).map((one) => equalsOneOf(one, expected));
  const isWellFormed = /^[^.]+$/.test(id) && /^\d{1,12}$/.test(timestamp);
  const age = Math.abs(Math.floor(delivery.receivedAt.getTime() / 1_000) - Number(timestamp));
  return matches.includes(true) && isWellFormed && age <= TOLERANCE_S;
}

/** The headers of a delivery that is sent now. The id is that of the body: sent again, it is the same message. */
export function standardWebhookHeaders(rawBody: Buffer, secret: string): Record<string, string> {
  const id = `msg_${createHash('sha256').update(rawBody).digest('hex').slice(0, 27)}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signed = signature(keyOf(secret) ?? Buffer.alloc(0), id, timestamp, rawBody);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signed };
}
