import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { WebhookSourceRegistry, type WebhookSource } from '@anton/webhooks';
import { secretVariable, WebhookSecrets } from './webhook-secrets';

/** A source that has a secret, and so takes deliveries. */
export interface ActiveSource {
  readonly source: WebhookSource;
  readonly secrets: readonly string[];
}

/** The sources that take deliveries: those with a secret. One line in the log for each that has none. */
@Injectable()
export class ActiveSources implements OnModuleInit {
  private readonly logger = new Logger(ActiveSources.name);
  private readonly active = new Map<string, ActiveSource>();

  constructor(
    private readonly registry: WebhookSourceRegistry,
    private readonly secrets: WebhookSecrets,
  ) {}

  /** @throws SharedSecretError */
  onModuleInit(): void {
    const sources = this.registry.all();
    this.secrets.refuseSharing(sources);
    for (const { name, provider } of sources) {
      const secrets = this.secrets.of(name, provider);
      if (secrets.length > 0) this.active.set(name, { source: provider, secrets });
      else this.logger.warn(`the source ${name} does not start: set ${this.variablesFor(name, provider)}`);
    }
    this.logger.log(`sources: ${[...this.active.keys()].join(', ') || 'none'}`);
  }

  find(name: string): ActiveSource | undefined {
    return this.active.get(name);
  }

  private variablesFor(name: string, source: WebhookSource): string {
    return source.secretInClear ? secretVariable(name) : `${secretVariable(name)} or WEBHOOK_SECRET`;
  }
}
