import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { QueueProbe } from './health/queue.probe';
import { httpProviders } from './http/http-providers';
import { IntakeLimits } from './http/limits/intake-limits';
import { WebhooksController } from './http/webhooks.controller';
import { IntakePipelineModule } from './intake-pipeline.module';
import { DeliveryTraffic } from './metrics/delivery-traffic';
import { ParkedGauge } from './metrics/parked-gauge';
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
  /** How much is let in; the same as for `ingesterFastifyOptions`. */
  readonly limits?: IntakeLimits;
}

/** The first station: webhooks in, durable messages out. Needs the MetricsModule beside it. */
@Module({})
export class IntakeModule {
  static forRoot({ imports, secrets, readSecretsEveryMs, limits }: IntakeOptions): DynamicModule {
    const pipeline = IntakePipelineModule.forRoot({ imports });
    return {
      module: IntakeModule,
      imports: [...imports, pipeline],
      controllers: [WebhooksController],
      providers: [
        { provide: WebhookSecrets, useValue: new WebhookSecrets(secrets) },
        { provide: SecretsOptions, useValue: new SecretsOptions(readSecretsEveryMs) },
        ActiveSources,
        // Its hook counts what the door turns away, so it stands before the door.
        DeliveryTraffic,
        ...httpProviders(limits ?? new IntakeLimits()),
        ParkedGauge,
        QueueProbe,
      ],
      exports: [pipeline],
    };
  }
}
