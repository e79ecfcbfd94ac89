import type { IncomingMessage } from 'node:http';
import type { WebhookHeaders } from '@anton/webhooks';

/** The headers as they came: one that was sent twice is a list, never joined. */
export function webhookHeaders(request: IncomingMessage): WebhookHeaders {
  const headers: Record<string, string | string[]> = Object.create(null) as Record<string, never>;
  const sent = request.rawHeaders;
  for (let index = 0; index + 1 < sent.length; index += 2)
    add(headers, sent[index] ?? '', sent[index + 1] ?? '');
  return headers;
}

function add(headers: Record<string, string | string[]>, rawName: string, value: string): void {
  const name = rawName.toLowerCase();
  const before = headers[name];
  if (before === undefined) headers[name] = value;
  else if (typeof before === 'string') headers[name] = [before, value];
  else before.push(value);
}
