import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawDelivery, WebhookHeaders } from '../webhook-source.port';

/** A header that was sent exactly once, else undefined. */
export function singleHeader(headers: WebhookHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

/** How a sender signs: an HMAC over the raw bytes, as `<prefix><digest>` in a header. */
export interface SignatureScheme {
  /** In lower case. */
  readonly header: string;
  readonly prefix: string;
  /** Default SHA-256. */
  readonly algorithm?: 'sha256' | 'sha512';
  /** Default lower-case hex. */
  readonly encoding?: 'hex' | 'base64';
  /** Between several signatures in one header. */
  readonly separator?: string | undefined;
}

/** Signatures of one header that are looked at: a sender has two while it replaces its secret. */
const MAX_SIGNATURES = 8;

/** The signature of `rawBody`, as its header carries it. */
export function signatureOf(rawBody: Buffer, secret: string, scheme: SignatureScheme): string {
  const { algorithm = 'sha256', encoding = 'hex', prefix } = scheme;
  return prefix + createHmac(algorithm, secret).update(rawBody).digest(encoding);
}

/** The length of a signature is public: only texts of another length are told apart at once. */
function isSame(given: string, expected: string): boolean {
  const candidate = Buffer.from(given);
  const wanted = Buffer.from(expected);
  return candidate.length === wanted.length && timingSafeEqual(candidate, wanted);
}

/**
 * True when the header holds the signature of the raw body under one of the secrets, character by character: another
 * writing of the same digest is none. An empty secret signs nothing. A missing header costs the same time.
 */
export function isSigned(
  { headers, rawBody }: RawDelivery,
  scheme: SignatureScheme,
  secrets: readonly string[],
): boolean {
  const given = singleHeader(headers, scheme.header);
  const expected = secrets.filter(Boolean).map((secret) => signatureOf(rawBody, secret, scheme));
  const { separator } = scheme;
  const candidates = separator === undefined ? [given ?? ''] : (given ?? '').split(separator, MAX_SIGNATURES);
  const matches = candidates.flatMap((candidate) =>
    expected.map((signature) => isSame(candidate, signature)),
  );
  return matches.includes(true) && given !== undefined;
}
