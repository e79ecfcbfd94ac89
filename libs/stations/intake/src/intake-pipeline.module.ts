import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { SourceSettingsProvider, WebhookSourcesModule } from '@anton/webhooks';
import { BodyReader } from './body/body-reader';
import { JsonWorker } from './body/json-worker';
import { CatalogSettings } from './catalog-settings';
import { IntakeService } from './intake.service';
import { DeliveryMetrics } from './metrics/delivery-metrics';

type Imports = NonNullable<ModuleMetadata['imports']>;

/**
 * The way of an authentic delivery without HTTP and without secrets: sources, body reader, {@link IntakeService}.
 * `imports` provides the queue and the catalog; needs the MetricsModule beside it.
 */
@Module({})
export class IntakePipelineModule {
  static forRoot({ imports }: { readonly imports: Imports }): DynamicModule {
    const settings: DynamicModule = {
      module: IntakeSettingsModule,
      imports,
      providers: [{ provide: SourceSettingsProvider, useClass: CatalogSettings }],
      exports: [SourceSettingsProvider],
    };
    const sources = WebhookSourcesModule.forRoot({ imports: [settings] });
    return {
      module: IntakePipelineModule,
      imports: [...imports, sources],
      providers: [BodyReader, JsonWorker, IntakeService, DeliveryMetrics],
      exports: [IntakeService, DeliveryMetrics, sources],
    };
  }
}

/** Binds the settings of the sources to the catalog. */
@Module({})
class IntakeSettingsModule {}
