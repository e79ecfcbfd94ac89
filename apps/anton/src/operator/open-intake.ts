import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { FolderCatalogModule } from '@anton/catalog';
import { PermanentError } from '@anton/contracts';
import { IntakePipelineModule, IntakeService } from '@anton/intake';
import { loadExtensions, MetricsModule, readEnvironment } from '@anton/platform';
import { queueVariables, TaskQueue, taskQueueModule } from '@anton/queue';
import { antonEnvironment } from '../anton.env';
import type { Variables } from './variables';

@Module({})
class IntakeWithoutHttpModule {}

/** The queue, and the way into it that deliveries go. */
export interface OpenIntake {
  readonly queue: TaskQueue;
  readonly intake: IntakeService;
}

/** Without ANTON_QUEUE the queue is the one that has an address: RabbitMQ by BROKER_URI, else that of ANTON_DATA_DIR. */
function readVariables(variables: Variables) {
  const hasBroker = Boolean(variables['BROKER_URI'] ?? variables['BROKER_URI_FILE']);
  const schema = z.object({
    ...antonEnvironment.pick({ ANTON_DATA_DIR: true, ANTON_CATALOG_DIR: true, ANTON_EXTENSIONS: true }).shape,
    ...queueVariables(hasBroker ? 'rabbitmq' : 'embedded'),
  });
  return readEnvironment(schema, variables);
}

/**
 * Runs `work` with the queue of the environment and with the sources, catalog and extensions of the ingester.
 * @throws PermanentError `no_queue` when there is no embedded queue yet; BadEnvironmentError, CatalogError, ExtensionError
 */
export async function withIntake<T>(
  variables: Variables,
  work: (open: OpenIntake) => Promise<T>,
): Promise<T> {
  const environment = readVariables(variables);
  const file = join(environment.ANTON_DATA_DIR, 'queue.db');
  if (environment.ANTON_QUEUE === 'embedded' && !existsSync(file)) {
    throw new PermanentError(`there is no queue at ${file}`, {
      code: 'no_queue',
      remedy: 'Set ANTON_DATA_DIR to the folder that Anton uses, or BROKER_URI to the address of RabbitMQ.',
    });
  }
  const catalog = FolderCatalogModule.forRoot({ dir: environment.ANTON_CATALOG_DIR, watch: false });
  const extensions = await loadExtensions(environment.ANTON_EXTENSIONS, 'ingester');
  const intake = IntakePipelineModule.forRoot({ imports: [taskQueueModule(environment), catalog] });
  const app = await NestFactory.createApplicationContext(
    { module: IntakeWithoutHttpModule, imports: [MetricsModule, ...extensions, intake] },
    { logger: false, abortOnError: false },
  );
  try {
    return await work({
      queue: app.get(TaskQueue, { strict: false }),
      intake: app.get(IntakeService, { strict: false }),
    });
  } finally {
    await app.close();
  }
}
