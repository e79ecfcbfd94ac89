import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openRabbitQueue, type RabbitTaskQueue } from './rabbit-task-queue';

const PUBLISH_TIMEOUT_MS = 300;
const message = { id: 'one', routingKey: 'task.test.p3', body: '{}' };
const parked = { source: 'jira', reason: 'x', headers: {}, rawBody: Buffer.of(1), receivedAt: new Date() };

/** What stands where RabbitMQ should. */
const STRANGERS: readonly (readonly [name: string, onConnection: ((socket: Socket) => void) | undefined])[] =
  [
    ['nobody', undefined],
    ['somebody who says nothing', () => undefined],
    ['somebody who hangs up', (socket) => socket.destroy()],
    ['somebody who speaks HTTP', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ];

describe('RabbitTaskQueue without RabbitMQ', () => {
  let server: Server;
  let queue: RabbitTaskQueue;
  const sockets = new Set<Socket>();

  beforeAll(() => Logger.overrideLogger(false));
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it.each(STRANGERS)(
    'instead of which there is %s: everything is refused in time, and ends',
    async (_name, on) => {
      server = createServer((socket) => {
        sockets.add(socket.on('error', () => undefined));
        on?.(socket);
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      if (on === undefined) server.close();

      const since = performance.now();
      queue = await openRabbitQueue({
        uri: `amqp://127.0.0.1:${port}`,
        publishTimeoutMs: PUBLISH_TIMEOUT_MS,
      });
      const consumer = await queue.consume(async () => ({ kind: 'ack' }), { prefetch: 1 });
      expect(consumer.isConsuming).toBe(false);
      const calls = [
        queue.publish(message),
        queue.park(parked),
        queue.probe(),
        queue.depth(),
        queue.deadLetters(1),
        queue.parked(1),
        queue.reviewParked(async () => 'keep', 1),
      ];
      for (const answer of await Promise.allSettled(calls))
        expect(answer).toMatchObject({ reason: { code: 'queue_unavailable', category: 'outage' } });
      consumer.pause();
      consumer.resume();
      await consumer.close();
      await queue.onApplicationShutdown();
      await queue.onApplicationShutdown();
      await expect(queue.publish(message)).rejects.toMatchObject({ code: 'queue_unavailable' });
      expect(performance.now() - since).toBeLessThan(8000);
    },
  );
});
