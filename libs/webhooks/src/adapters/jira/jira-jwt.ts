import jwt from 'jsonwebtoken';
import { bearerOf } from '../../authenticity/presented-secret';
import type { RawDelivery } from '../../webhook-source.port';

/** Seconds that two clocks may differ. */
const TOLERANCE_S = 60;

/**
 * True when the bearer token of a webhook that an OAuth 2.0 or Connect app registered is signed (HS256) with one of the
 * secrets, which is the app's, and has not expired. It covers no body: whoever holds such a token can send any body until
 * then. A token without an end is none.
 */
export function hasJiraToken(delivery: RawDelivery, secrets: readonly string[]): boolean {
  const token = bearerOf(delivery);
  if (token === undefined) return false;
  return secrets.filter(Boolean).some((secret) => {
    try {
      const claims = jwt.verify(token, secret, {
        algorithms: ['HS256'],
        clockTimestamp: Math.floor(delivery.receivedAt.getTime() / 1_000),
        clockTolerance: TOLERANCE_S,
      });
      return typeof claims === 'object' && typeof claims.exp === 'number';
    } catch {
      return false;
    }
  });
}
