import type { Channel } from 'amqplib';
import { beforeAll, describe, expect, it } from 'vitest';
import { declareTopology, retryQueue } from './topology';

const declared: unknown[][] = [];
/** Writes down what is declared. */
const recorder = {
  assertExchange: async (...call: unknown[]) => declared.push(['exchange', ...call]),
  assertQueue: async (...call: unknown[]) => declared.push(['queue', ...call]),
  bindQueue: async (...call: unknown[]) => declared.push(['binding', ...call]),
} as unknown as Channel;

interface Declaration {
  readonly durable: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}
const queues = () =>
  new Map(
    declared.filter(([kind]) => kind === 'queue').map(([, name, options]) => [name, options as Declaration]),
  );
const argumentsOf = (name: string) => queues().get(name)?.arguments;

describe('the topology', () => {
  beforeAll(async () => {
    declared.length = 0;
    await declareTopology(recorder, [10_000, 60_000, 60_000]);
  });

  it('has two durable exchanges without an alternate exchange: it would confirm what nobody receives', () => {
    expect(declared.filter(([kind]) => kind === 'exchange')).toEqual([
      ['exchange', 'agent_events', 'topic', { durable: true }],
      ['exchange', 'agent_events.dlx', 'direct', { durable: true }],
    ]);
  });

  it('binds every priority, every signal and the canary to exactly one queue', () => {
    const bindings = declared
      .filter(([kind, , exchange]) => kind === 'binding' && exchange === 'agent_events')
      .map(([, queue, , key]) => `${key} ${queue}`);
    expect(bindings.toSorted()).toEqual([
      'canary anton.canary',
      'signal.# orchestrator_queue.urgent',
      'task.#.p1 orchestrator_queue.urgent',
      'task.#.p2 orchestrator_queue.urgent',
      'task.#.p3 orchestrator_queue',
      'task.#.p4 orchestrator_queue',
      'task.#.p5 orchestrator_queue',
    ]);
  });

  it('has a queue per lane and step, the same step once', () => {
    expect([...queues().keys()].map(String).toSorted()).toEqual([
      'anton.canary',
      'orchestrator_queue',
      'orchestrator_queue.dlq',
      'orchestrator_queue.retry.10000',
      'orchestrator_queue.retry.60000',
      'orchestrator_queue.urgent',
      'orchestrator_queue.urgent.retry.10000',
      'orchestrator_queue.urgent.retry.60000',
      'webhooks_parked',
    ]);
  });

  it('keeps everything but the canary in durable quorum queues', () => {
    for (const [name, { durable, arguments: args }] of queues()) {
      expect([name, durable]).toEqual([name, true]);
      expect([name, args['x-queue-type']]).toEqual([name, name === 'anton.canary' ? undefined : 'quorum']);
    }
  });

  it('binds what dead letters go to after its declaration: before, RabbitMQ 3.10 would forget them in its worker', () => {
    const name = (call: readonly unknown[]) => `${String(call[0])} ${String(call[1])}`;
    const bound = declared.filter(
      ([kind, , exchange]) => kind === 'binding' && exchange === 'agent_events.dlx',
    );
    expect(bound.map(([, queue, , key]) => [queue, key])).toEqual(
      ['orchestrator_queue.dlq', 'orchestrator_queue', 'orchestrator_queue.urgent'].map((queue) => [
        queue,
        queue,
      ]),
    );
    const order = declared.map(name);
    for (const call of bound)
      expect(declared.indexOf(call)).toBeGreaterThan(order.indexOf(`queue ${String(call[1])}`));
  });

  it('loses no dead letter: at least once', () => {
    const atLeastOnce = {
      'x-overflow': 'reject-publish',
      'x-dead-letter-exchange': 'agent_events.dlx',
      'x-dead-letter-strategy': 'at-least-once',
    };
    for (const lane of ['urgent', 'normal'] as const) {
      const name = lane === 'urgent' ? 'orchestrator_queue.urgent' : 'orchestrator_queue';
      expect(argumentsOf(name)).toMatchObject({
        ...atLeastOnce,
        'x-dead-letter-routing-key': 'orchestrator_queue.dlq',
        'x-delivery-limit': 20,
        'x-max-length': 100_000,
      });
      expect(argumentsOf(retryQueue(lane, 10_000))).toMatchObject({
        ...atLeastOnce,
        'x-dead-letter-routing-key': name,
        'x-message-ttl': 10_000,
      });
    }
  });
});
