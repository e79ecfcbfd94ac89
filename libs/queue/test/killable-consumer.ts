import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { openRabbitQueue } from '../src/adapters/rabbitmq/rabbit-task-queue';

/** Ends by itself when nothing came for so long. */
const IDLE_MS = 1500;

/** `node killable-consumer.mjs URI PREFETCH`: prints what it handled, and is killed by a message that says so. */
const [uri = '', prefetch = '1'] = process.argv.slice(2);
const queue = await openRabbitQueue({ uri });
let last = performance.now();
await queue.consume(
  async ({ id }) => {
    if (id.startsWith('killer')) process.kill(process.pid, 'SIGKILL');
    writeSync(1, `${id}\n`);
    last = performance.now();
    return { kind: 'ack' };
  },
  { prefetch: Number(prefetch) },
);
setInterval(() => {
  if (performance.now() - last > IDLE_MS) void queue.onApplicationShutdown().then(() => process.exit(0));
}, 100);
