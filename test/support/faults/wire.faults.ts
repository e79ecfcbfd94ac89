import { connect } from 'amqplib';
import { describe, expect, it } from 'vitest';
import { failureOf, type FaultWorld } from './fault-world';

const STEP_MS = 600_000;
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const PLACES = [
  ['orchestrator_queue', 'fresh'],
  [`orchestrator_queue.retry.${STEP_MS}`, 'retried'],
  ['orchestrator_queue.dlq', 'dead'],
] as const;

/** Messages as another client of the broker sees them. */
export function wireFaults(world: FaultWorld): void {
  describe('on the wire', () => {
    it('every message is persistent, wherever it lies, and says what it is and whose trace it belongs to', async () => {
      const queue = await world.open({ retryStepsMs: [STEP_MS] });
      const publish = (id: string) =>
        queue.publish({ id, routingKey: 'task.test.p3', body: '{}', traceparent: TRACEPARENT });
      const consumer = await world.consume(
        ({ id }) => ({ kind: id === 'dead' ? 'dead_letter' : 'retry', failure: failureOf('x') }),
        { queue },
      );
      for (const id of ['retried', 'dead']) await publish(id);
      await world.depthBecomes(queue, { delayed: 1, dead: 1 });
      await consumer.close();
      await publish('fresh');
      const parked = {
        source: 'jira',
        reason: 'x',
        headers: {},
        rawBody: Buffer.of(1),
        receivedAt: new Date(),
      };
      await queue.park(parked);

      const connection = await connect(world.uri);
      const channel = await connection.createChannel();
      for (const [name, messageId] of PLACES) {
        const message = await channel.get(name, { noAck: true });
        expect([name, message && message.properties]).toMatchObject([
          name,
          {
            deliveryMode: 2,
            messageId,
            contentType: 'application/json',
            headers: { traceparent: TRACEPARENT },
          },
        ]);
      }
      const message = await channel.get('webhooks_parked', { noAck: true });
      expect(message && message.properties.deliveryMode).toBe(2);
      await connection.close();
    });
  });
}
