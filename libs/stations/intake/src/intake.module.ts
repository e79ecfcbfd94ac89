import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { APP_FILTER, DiscoveryModule } from '@nestjs/core';
import { SourceSettingsProvider, WebhookSourcesModule } from '@anton/webhooks';
import { BodyReader } from './body/body-reader';
import { JsonWorker } from './body/json-worker';
import { CatalogSettings } from './catalog-settings';
import { QueueProbe } from './health/queue.probe';
import { DeliveryDoor } from './http/delivery-door';
import { ProblemFilter } from './http/problem.filter';
import { SignatureGuard } from './http/signature.guard';
import { WebhooksController } from './http/webhooks.controller';
import { IntakeService } from './intake.service';
import { DeliveryMetrics } from './metrics/delivery-metrics';
import { ActiveSources } from './secrets/active-sources';
import { SecretsOptions } from './secrets/secrets-options';
import { WebhookSecrets } from './secrets/webhook-secrets';

type Imports = NonNullable<ModuleMetadata['imports']>;

/** What the app hands in. */
export interface IntakeOptions {
  /** Modules that provide the queue and the catalog. */
  readonly imports: Imports;
  /** The variables that WEBHOOK_SECRET… are read from. */
  readonly secrets: Readonly<Record<string, string | undefined>>;
  /** How often they are read again, in milliseconds; default 10 s. */
  readonly readSecretsEveryMs?: number;
}

/** The first station: webhooks in, durable messages out. Needs the MetricsModule beside it. */
@Module({})
export class IntakeModule {
  static forRoot({ imports, secrets, readSecretsEveryMs }: IntakeOptions): DynamicModule {
    const settings: DynamicModule = {
      module: IntakeSettingsModule,
      imports,
      providers: [{ provide: SourceSettingsProvider, useClass: CatalogSettings }],
      exports: [SourceSettingsProvider],
    };
    const sources = WebhookSourcesModule.forRoot({ imports: [settings] });
    return {
      module: IntakeModule,
      imports: [DiscoveryModule, ...imports, sources],
      controllers: [WebhooksController],
      providers: [
        { provide: WebhookSecrets, useValue: new WebhookSecrets(secrets) },
        { provide: SecretsOptions, useValue: new SecretsOptions(readSecretsEveryMs) },
        { provide: APP_FILTER, useClass: ProblemFilter },
        ActiveSources,
        DeliveryDoor,
        SignatureGuard,
        BodyReader,
        JsonWorker,
        IntakeService,
        DeliveryMetrics,
        QueueProbe,
      ],
      exports: [sources],
    };
  }
}

/** Binds the settings of the sources to the catalog. */
@Module({})
class IntakeSettingsModule {}
