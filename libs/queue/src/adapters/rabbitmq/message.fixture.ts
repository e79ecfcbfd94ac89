import type { ConsumeMessage, Options } from 'amqplib';

interface SampleFields {
  readonly properties?: Options.Publish;
  readonly routingKey?: string;
  readonly redelivered?: boolean;
  readonly body?: string;
}

/** A message as amqplib delivers it. */
export function sampleMessage({
  properties = {},
  routingKey = 'task.test.p3',
  redelivered = false,
  body = '{}',
}: SampleFields = {}): ConsumeMessage {
  return {
    content: Buffer.from(body),
    fields: { deliveryTag: 1, redelivered, exchange: 'agent_events', routingKey, consumerTag: 'tag' },
    properties: { headers: {}, ...properties } as ConsumeMessage['properties'],
  };
}
