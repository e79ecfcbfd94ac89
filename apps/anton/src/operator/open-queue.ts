import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { PermanentError } from '@anton/contracts';
import { readEnvironment } from '@anton/platform';
import { queueVariables, TaskQueue, taskQueueModule } from '@anton/queue';
import { antonEnvironment } from '../anton.env';
import type { Variables } from './variables';

@Module({})
class QueueModule {}

/**
 * What names the queue, and where the catalog and the extensions are. Without ANTON_QUEUE the queue is the one that has
 * an address: RabbitMQ by BROKER_URI, else that of ANTON_DATA_DIR.
 * @throws PermanentError `no_queue` when there is no embedded queue yet; BadEnvironmentError
 */
export function readQueueEnvironment(variables: Variables) {
  const hasBroker = Boolean(variables['BROKER_URI'] ?? variables['BROKER_URI_FILE']);
  const schema = z.object({
    ...antonEnvironment.pick({ ANTON_DATA_DIR: true, ANTON_CATALOG_DIR: true, ANTON_EXTENSIONS: true }).shape,
    ...queueVariables(hasBroker ? 'rabbitmq' : 'embedded'),
  });
  const environment = readEnvironment(schema, variables);
  const file = join(environment.ANTON_DATA_DIR, 'queue.db');
  if (environment.ANTON_QUEUE === 'embedded' && !existsSync(file)) {
    throw new PermanentError(`there is no queue at ${file}`, {
      code: 'no_queue',
      remedy: 'Set ANTON_DATA_DIR to the folder that Anton uses, or BROKER_URI to the address of RabbitMQ.',
    });
  }
  return environment;
}

/** Runs `work` with the queue of the environment. @throws PermanentError `no_queue`; BadEnvironmentError */
export async function withQueue<T>(variables: Variables, work: (queue: TaskQueue) => Promise<T>): Promise<T> {
  const imports = [taskQueueModule(readQueueEnvironment(variables))];
  const app = await NestFactory.createApplicationContext(
    { module: QueueModule, imports },
    { logger: false, abortOnError: false },
  );
  try {
    return await work(app.get(TaskQueue, { strict: false }));
  } finally {
    await app.close();
  }
}
