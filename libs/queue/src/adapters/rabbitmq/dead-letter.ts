import type { Message } from 'amqplib';
import type { DeadLetter, DeliveryFailure } from '../../task-queue.port';
import { attemptsOf, headersOf, idOf, publishedAt, type MessageHeaders } from './message-properties';
import { EXCHANGE, isRouted } from './topology';

const UNKNOWN: DeliveryFailure = {
  code: 'unknown',
  message: 'RabbitMQ put the message away without a reason',
  category: 'permanent',
};
const LOST: DeliveryFailure = {
  code: 'delivery_limit',
  message: 'its consumers died while they worked on this message, too often',
  category: 'permanent',
};

function failureOf(text: unknown): DeliveryFailure | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const failure = JSON.parse(text) as Partial<DeliveryFailure> | null;
    if (typeof failure?.code === 'string') return { ...UNKNOWN, ...failure };
  } catch {
    // Not written by this adapter: shown as it is.
  }
  return { ...UNKNOWN, message: text };
}

function deathsOf(headers: MessageHeaders): NonNullable<MessageHeaders['x-death']> {
  const deaths: unknown = headers['x-death'];
  return Array.isArray(deaths) ? (deaths as NonNullable<MessageHeaders['x-death']>) : [];
}

/** One that RabbitMQ put away on its first way has no header of ours: its oldest death tells how it came. */
function routingKeyOf(headers: MessageHeaders): string | null {
  const first = deathsOf(headers).at(-1);
  const published = first?.exchange === EXCHANGE ? first['routing-keys']?.[0] : undefined;
  const routingKey: unknown = headers.routing_key ?? published;
  return typeof routingKey === 'string' && isRouted(routingKey) ? routingKey : null;
}

/** A dead letter; also one that RabbitMQ itself put there because its consumers died of it. */
export function deadLetterOf(message: Message): DeadLetter {
  const headers = headersOf(message);
  const [death] = deathsOf(headers);
  const byBroker = death?.reason === 'delivery_limit' ? LOST : UNKNOWN;
  const lastFailure = headers.category === undefined ? byBroker : (failureOf(headers.last_error) ?? UNKNOWN);
  return {
    id: idOf(message),
    routingKey: routingKeyOf(headers),
    body: message.content.toString('utf8'),
    traceparent: typeof headers.traceparent === 'string' ? headers.traceparent : undefined,
    publishedAt: new Date(publishedAt(message)),
    attempts: attemptsOf(message),
    category: lastFailure.code,
    firstFailure: failureOf(headers.first_error) ?? lastFailure,
    lastFailure,
    diedAt: new Date(headers.died_at ?? (death?.time?.value ?? Date.now() / 1000) * 1000),
  };
}
