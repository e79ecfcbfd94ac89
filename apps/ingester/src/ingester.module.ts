import { Module, type DynamicModule } from '@nestjs/common';
import { FolderCatalogModule } from '@anton/catalog';
import { IntakeModule, type IntakeLimits } from '@anton/intake';
import { HealthModule, MetricsModule, type ExtensionModule } from '@anton/platform';
import { taskQueueModule } from '@anton/queue';
import type { IngesterEnvironment } from './ingester.env';

/** HTTP in, queue out. */
@Module({})
export class IngesterModule {
  static forRoot(
    environment: IngesterEnvironment,
    variables: Readonly<Record<string, string | undefined>>,
    extensions: readonly ExtensionModule[],
    limits: IntakeLimits,
  ): DynamicModule {
    const queue = taskQueueModule(environment);
    const catalog = FolderCatalogModule.forRoot({ dir: environment.ANTON_CATALOG_DIR });
    return {
      module: IngesterModule,
      imports: [
        HealthModule,
        MetricsModule,
        ...extensions,
        IntakeModule.forRoot({ imports: [queue, catalog], secrets: variables, limits }),
      ],
    };
  }
}
