import { equalsOneOf } from '../../authenticity/equal-secret';
import { isSigned, signatureOf, singleHeader, type SignatureScheme } from '../../authenticity/hmac';
import { basicHeader, presentsBasic } from '../../authenticity/presented-secret';
import { isStandardWebhook, standardWebhookHeaders } from '../../authenticity/standard-webhooks';
import type { GenericScheme, GenericSourceSettings } from '@anton/contracts';
import type { RawDelivery } from '../../webhook-source.port';

/** How one scheme of sources.yaml proves a sender, and how it is done in its place. */
interface Authenticity {
  readonly isInClear: boolean;
  accepts(delivery: RawDelivery, secrets: readonly string[], settings: GenericSourceSettings): boolean;
  sign(rawBody: Buffer, secret: string, settings: GenericSourceSettings): Record<string, string>;
}

function signatureScheme(settings: GenericSourceSettings): SignatureScheme {
  const { header = '', prefix, algorithm, encoding, separator } = settings;
  return { header: header.toLowerCase(), prefix, algorithm, encoding, separator };
}

const SCHEMES: Readonly<Record<GenericScheme, Authenticity>> = {
  hmac: {
    isInClear: false,
    accepts: (delivery, secrets, settings) => isSigned(delivery, signatureScheme(settings), secrets),
    sign: (rawBody, secret, settings) => {
      const scheme = signatureScheme(settings);
      return { [scheme.header]: signatureOf(rawBody, secret, scheme) };
    },
  },
  token: {
    isInClear: true,
    accepts: ({ headers }, secrets, { header = '', prefix }) => {
      const expected = secrets.filter(Boolean).map((secret) => prefix + secret);
      return equalsOneOf(singleHeader(headers, header.toLowerCase()) ?? '', expected);
    },
    sign: (_rawBody, secret, { header = '', prefix }) => ({ [header.toLowerCase()]: prefix + secret }),
  },
  basic: {
    isInClear: true,
    accepts: (delivery, secrets) => presentsBasic(delivery, secrets),
    sign: (_rawBody, secret) => basicHeader(secret),
  },
  'standard-webhooks': {
    isInClear: false,
    accepts: (delivery, secrets) => isStandardWebhook(delivery, secrets),
    sign: (rawBody, secret) => standardWebhookHeaders(rawBody, secret),
  },
};

/** The scheme of a source. */
export function authenticityOf({ scheme }: GenericSourceSettings): Authenticity {
  return SCHEMES[scheme];
}
