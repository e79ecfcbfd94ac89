import { randomUUID } from 'node:crypto';
import type { Message, Options } from 'amqplib';
import { laneOf } from '../../lane';
import type { Delivery, DeliveryFailure, OutgoingMessage } from '../../task-queue.port';

interface BrokerDeath {
  readonly reason: string;
  readonly time?: { readonly value: number };
  readonly exchange?: string;
  readonly 'routing-keys'?: readonly string[];
}

/** What travels beside a body: `attempts` made so far, when it was published first, and its failures. */
export interface MessageHeaders {
  readonly routing_key?: string;
  readonly published_at?: number;
  readonly traceparent?: string;
  readonly attempts?: number;
  /** How often it was published anew: to be tried again, or to be put back. */
  readonly moves?: number;
  readonly first_error?: string;
  readonly last_error?: string;
  readonly category?: string;
  readonly task_id?: string;
  readonly died_at?: number;
  /** Deaths by the broker, the newest first. */
  readonly 'x-death'?: readonly BrokerDeath[];
  /** How often it came back to its queue without an acknowledgement, counted by RabbitMQ. */
  readonly 'x-delivery-count'?: number;
}

/** Of a text in a header, in characters. All headers of a message must fit into 64 KiB, or it cannot be published. */
const MAX_TEXT = 2000;
/** Of a failure that came with the message: two texts, escaped. */
const MAX_FAILURE = 16_000;

const JSON_TYPE = 'application/json';

export const headersOf = (message: Message): MessageHeaders => message.properties.headers ?? {};

/** The properties of a message that is published for the first time. */
export function newProperties({ id, traceparent }: OutgoingMessage): Options.Publish {
  const headers = { published_at: Date.now(), ...(traceparent === undefined ? {} : { traceparent }) };
  return { messageId: id, contentType: JSON_TYPE, headers };
}

/** The id of a message; one that somebody else published may have none. */
export function idOf(message: Message): string {
  const { messageId } = message.properties as { messageId?: unknown };
  return typeof messageId === 'string' && messageId !== '' ? messageId : `unnamed-${randomUUID()}`;
}

/** The same for every copy of one message that was published once, or moved once. */
export function copyKeyOf(message: Message): string {
  const { published_at = '' } = headersOf(message);
  return `${idOf(message)} ${published_at} ${movesOf(message)}`;
}

function movesOf(message: Message): number {
  const { moves } = headersOf(message);
  return typeof moves === 'number' ? moves : 0;
}

/** How often the message came back without an acknowledgement: its consumer died, or gave it back. */
export function returnsOf(message: Message): number {
  const count = headersOf(message)['x-delivery-count'];
  return typeof count === 'number' ? count : 0;
}

/** Attempts made so far; what is no number is none. */
export function attemptsOf(message: Message): number {
  const { attempts } = headersOf(message);
  return typeof attempts === 'number' && attempts > 0 ? attempts : 0;
}

/** When it was published first, in milliseconds since 1970; now when nobody knows. */
export function publishedAt(message: Message): number {
  const { published_at } = headersOf(message);
  const { timestamp } = message.properties as { timestamp?: unknown };
  if (typeof published_at === 'number') return published_at;
  return typeof timestamp === 'number' ? timestamp * 1000 : Date.now();
}

/** A message as a handler gets it. */
export function deliveryOf(message: Message): Delivery {
  const headers = headersOf(message);
  const routingKey =
    typeof headers.routing_key === 'string' ? headers.routing_key : message.fields.routingKey;
  return {
    id: idOf(message),
    lane: laneOf(routingKey),
    routingKey,
    body: message.content.toString('utf8'),
    attempt: attemptsOf(message) + 1,
    traceparent: typeof headers.traceparent === 'string' ? headers.traceparent : undefined,
    publishedAt: new Date(publishedAt(message)),
  };
}

function failureText({ code, message, category }: DeliveryFailure): string {
  return JSON.stringify({ code: cut(code), message: cut(message), category });
}

function kept(failure: unknown): string | undefined {
  return typeof failure === 'string' ? failure.slice(0, MAX_FAILURE) : undefined;
}

/** `text` as it may stand in a header. */
export function cut(text: string): string {
  return text.slice(0, MAX_TEXT);
}

/** The properties under which a message is put back or away; `failure` is what ended the attempt, null for none. */
export function laterProperties(message: Message, failure: DeliveryFailure | null): Options.Publish {
  const headers = headersOf(message);
  const { id, routingKey, traceparent, attempt } = deliveryOf(message);
  const last = failure === null ? kept(headers.last_error) : failureText(failure);
  const first = kept(headers.first_error) ?? last;
  return {
    messageId: id,
    contentType: JSON_TYPE,
    headers: {
      task_id: id,
      routing_key: routingKey,
      published_at: publishedAt(message),
      attempts: failure === null ? attempt - 1 : attempt,
      moves: movesOf(message) + 1,
      ...(traceparent === undefined ? {} : { traceparent }),
      ...(first === undefined ? {} : { first_error: first }),
      ...(last === undefined ? {} : { last_error: last }),
    },
  };
}

/** The properties of a dead letter. */
export function deadProperties(message: Message, failure: DeliveryFailure): Options.Publish {
  const properties = laterProperties(message, failure);
  return {
    ...properties,
    headers: { ...properties.headers, category: cut(failure.code), died_at: Date.now() },
  };
}
