import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FolderCatalogModule } from '@anton/catalog';
import { IntakePipelineModule, IntakeService } from '@anton/intake';
import { loadExtensions, MetricsModule } from '@anton/platform';
import { TaskQueue, taskQueueModule } from '@anton/queue';
import { readQueueEnvironment } from './open-queue';
import type { Variables } from './variables';

@Module({})
class IntakeWithoutHttpModule {}

/** The queue, and the way into it that deliveries go. */
export interface OpenIntake {
  readonly queue: TaskQueue;
  readonly intake: IntakeService;
}

/**
 * Runs `work` with the queue of the environment and with the sources, catalog and extensions of the ingester.
 * @throws PermanentError `no_queue` when there is no embedded queue yet; BadEnvironmentError, CatalogError, ExtensionError
 */
export async function withIntake<T>(
  variables: Variables,
  work: (open: OpenIntake) => Promise<T>,
): Promise<T> {
  const environment = readQueueEnvironment(variables);
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
