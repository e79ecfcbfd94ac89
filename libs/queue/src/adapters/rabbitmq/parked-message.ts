import type { Message, Options } from 'amqplib';
import type { ParkedDelivery } from '../../task-queue.port';
import { cut } from './message-properties';

interface ParkedHeaders {
  readonly source?: string;
  readonly reason?: string;
  readonly received_at?: number;
  /** JSON of the kept request headers. */
  readonly headers?: string;
}

/** The properties of a parked delivery, whose content is its raw body. */
export function parkedProperties(delivery: ParkedDelivery): Options.Publish {
  const { source, reason, receivedAt } = delivery;
  const headers: ParkedHeaders = {
    source,
    reason: cut(reason),
    received_at: receivedAt.getTime(),
    headers: JSON.stringify(delivery.headers),
  };
  return { contentType: 'application/octet-stream', headers };
}

/** Of a message that somebody else put there, none: one that cannot be read would stand before all others for ever. */
function requestHeaders(text: unknown): Record<string, string> {
  try {
    const headers = JSON.parse(String(text)) as Record<string, string> | null;
    return typeof headers === 'object' && headers !== null ? headers : {};
  } catch {
    return {};
  }
}

/** The delivery that {@link parkedProperties} describe. */
export function parkedOf(message: Message): ParkedDelivery {
  const { source, reason, received_at, headers } = (message.properties.headers ?? {}) as ParkedHeaders;
  return {
    source: source ?? 'unknown',
    reason: reason ?? 'unknown',
    headers: requestHeaders(headers),
    rawBody: message.content,
    receivedAt: new Date(received_at ?? 0),
  };
}
