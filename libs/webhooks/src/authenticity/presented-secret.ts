import type { RawDelivery } from '../webhook-source.port';
import { equalsOneOf } from './equal-secret';
import { singleHeader } from './hmac';

const TOKEN = 'x-anton-token';

/** The password of basic authentication, which may hold colons; null for what is no base64 of Node's own writing. */
function basicPassword(credentials: string): string | null {
  const bytes = Buffer.from(credentials, 'base64');
  if (bytes.toString('base64') !== credentials) return null;
  const text = bytes.toString('utf8');
  return text.includes(':') ? text.slice(text.indexOf(':') + 1) : null;
}

/** The credentials after a scheme of `Authorization`, whatever its case. */
function credentialsOf({ headers }: RawDelivery, scheme: string): string | undefined {
  const [, given = '', credentials] = /^(\w+) (.+)$/.exec(singleHeader(headers, 'authorization') ?? '') ?? [];
  return given.toLowerCase() === scheme ? credentials : undefined;
}

/** True when the password of `Authorization: Basic` is one of the secrets; whoever the user is. */
export function presentsBasic(delivery: RawDelivery, secrets: readonly string[]): boolean {
  return equalsOneOf(basicPassword(credentialsOf(delivery, 'basic') ?? '') ?? '', secrets);
}

/** The token of `Authorization: Bearer`. */
export function bearerOf(delivery: RawDelivery): string | undefined {
  return credentialsOf(delivery, 'bearer');
}

/**
 * True when a delivery carries one of the secrets itself: in `X-Anton-Token`, else as bearer or basic authentication.
 * A token that is wrong, or was sent twice, is not made good by another header.
 */
export function presentsSecret(delivery: RawDelivery, secrets: readonly string[]): boolean {
  if (delivery.headers[TOKEN] !== undefined)
    return equalsOneOf(singleHeader(delivery.headers, TOKEN) ?? '', secrets);
  return equalsOneOf(bearerOf(delivery) ?? '', secrets) || presentsBasic(delivery, secrets);
}

/** The header that {@link presentsSecret} accepts. */
export function tokenHeader(secret: string): Record<string, string> {
  return { [TOKEN]: secret };
}

/** The header that {@link presentsBasic} accepts. */
export function basicHeader(secret: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`anton:${secret}`, 'utf8').toString('base64')}` };
}
