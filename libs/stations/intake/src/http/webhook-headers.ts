import type { IncomingMessage } from 'node:http';
import type { WebhookHeaders } from '@anton/webhooks';

/** The headers as they came: one that was sent twice is a list, never joined. */
export function webhookHeaders(request: IncomingMessage): WebhookHeaders {
  return Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [
      name,
      values?.length === 1 ? values[0] : values,
    ]),
  );
}
