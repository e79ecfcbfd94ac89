import { PermanentError } from '@anton/contracts';
import { secretVariable } from '@anton/intake';
import { readVariable } from '@anton/platform';
import type { WebhookSource } from '@anton/webhooks';
import { withSource } from './sending-source';
import type { Variables } from './variables';

const TIMEOUT_MS = 20_000;

/** A delivery to send. `url` is Anton's address without a path. */
export interface DeliveryToSend {
  readonly source: string;
  readonly rawBody: Buffer;
  readonly url: string;
  readonly variables: Variables;
  /** Default JSON. */
  readonly contentType?: string | undefined;
}

/** What Anton answered. */
export interface SentDelivery {
  readonly status: number;
  readonly body: unknown;
}

/** A secret that travels in clear is never the one that signs. */
function secretOf(name: string, source: WebhookSource, variables: Variables): string {
  const own = secretVariable(name);
  const secret =
    readVariable(own, variables) ??
    (source.secretInClear ? undefined : readVariable('WEBHOOK_SECRET', variables));
  if (secret !== undefined && secret !== '') return secret;
  throw new PermanentError(`there is no secret for ${name}`, {
    code: 'secret_missing',
    remedy: `Set ${own}${source.secretInClear ? '' : ' or WEBHOOK_SECRET'} to the secret that the receiving Anton uses.`,
  });
}

/**
 * Signs and posts a delivery as its sender would.
 * @throws PermanentError `secret_missing`, `not_reached`, `unknown_name`; CatalogError
 */
export async function sendDelivery(delivery: DeliveryToSend): Promise<SentDelivery> {
  const { source, rawBody, url, variables, contentType = 'application/json' } = delivery;
  const signed = await withSource(source, variables, (sender) =>
    sender.sign(rawBody, secretOf(source, sender, variables)),
  );
  const headers = { 'content-type': contentType, ...signed };
  const response = await post(`${url}/webhooks/${source}`, rawBody, headers);
  return { status: response.status, body: readJson(await response.text()) };
}

async function post(url: string, rawBody: Buffer, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers,
      body: new Uint8Array(rawBody),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new PermanentError(`${url} cannot be reached`, {
      code: 'not_reached',
      remedy: 'Start Anton with `npm start`, or name its address with --url.',
      cause: error,
    });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
