import type { WebhookSource } from '@anton/webhooks';

/** A way in which one source is convinced. */
export interface SignatureSubject {
  readonly name: string;
  readonly source: WebhookSource;
  /** The headers of `rawBody` for `secret`. */
  sign(rawBody: Buffer, secret: string): Readonly<Record<string, string>>;
  /** False where the secret itself, or a token that covers no body, is sent. */
  readonly coversBody: boolean;
  /** The signed texts of the header, where several are allowed; default the header as a whole. */
  proofsIn?(header: string): readonly string[];
}

/** A delivery as its sender made it. */
export interface SignedDelivery {
  readonly rawBody: Buffer;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** True when `changed` still holds what `original` proved: another writing of the same, which may be accepted. */
export function stillProves(
  { proofsIn = (header) => [header] }: SignatureSubject,
  original: SignedDelivery,
  changed: SignedDelivery,
): boolean {
  if (!original.rawBody.equals(changed.rawBody)) return false;
  return Object.entries(original.headers).every(([name, value]) => {
    const given = changed.headers[name];
    if (typeof given !== 'string' || typeof value !== 'string') return false;
    const proofs = proofsIn(given);
    return proofsIn(value).every((proof) => proofs.includes(proof));
  });
}
