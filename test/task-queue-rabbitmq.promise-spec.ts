import { openRabbitQueue, type RabbitTaskQueue } from '@anton/queue';
import { taskQueueContract } from '@anton/testing/task-queue';
import { afterAll, beforeAll } from 'vitest';
import { startBroker, type Broker } from './support/rabbitmq/broker';

/** A child process of the contract opens this file alone. */
const ADAPTER = new URL('../libs/queue/src/adapters/rabbitmq/rabbit-task-queue.ts', import.meta.url);

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker();
});
afterAll(async () => broker.stop());

taskQueueContract('RabbitTaskQueue', async ({ retryStepsMs, maxInFlight, publishTimeoutMs }) => {
  const options = { uri: await broker.newVhost(), retryStepsMs, maxInFlight, publishTimeoutMs };
  const open: RabbitTaskQueue[] = [];
  const again = async () => {
    const queue = await openRabbitQueue(options);
    open.push(queue);
    return queue;
  };
  return {
    queue: await again(),
    again,
    opener: { file: ADAPTER, opener: 'openRabbitQueue', options },
    breakDown: async () => {
      broker.pause();
      return async () => broker.resume();
    },
    close: async () => {
      await Promise.all(open.map(async (queue) => queue.onApplicationShutdown()));
    },
  };
});
