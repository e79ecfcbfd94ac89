import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { WebhookSourceRegistry, type WebhookSource } from '@anton/webhooks';
import { SecretsOptions } from './secrets-options';
import { secretVariable, WebhookSecrets, type SourceSecrets } from './webhook-secrets';

/** A source that has a secret, and so takes deliveries. */
export interface ActiveSource extends SourceSecrets {
  readonly source: WebhookSource;
}

/**
 * The sources that take deliveries: those with a secret; one line in the log for each that has none. Secrets that come
 * from files are read again, and so are the sources of the settings: both change without a restart.
 */
@Injectable()
export class ActiveSources implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(ActiveSources.name);
  private active: ReadonlyMap<string, ActiveSource> = new Map();
  private configured: unknown;
  private readonly told = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly registry: WebhookSourceRegistry,
    private readonly secrets: WebhookSecrets,
    private readonly options: SecretsOptions,
  ) {}

  /** @throws SharedSecretError */
  onModuleInit(): void {
    this.active = this.read();
    this.tellOfOthers();
    this.logger.log(`sources: ${this.names()}`);
    this.timer = setInterval(() => this.refresh(), this.options.readEveryMs).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** A source of the settings begins and ends with its lines, not only when secrets are read again. */
  find(name: string): ActiveSource | undefined {
    if (this.registry.configuredNow() !== this.configured) this.refresh();
    return this.active.get(name);
  }

  private read(): Map<string, ActiveSource> {
    const sources = this.registry.all();
    this.configured = this.registry.configuredNow();
    this.secrets.refuseSharing(sources);
    const found = sources.map(
      ({ name, provider }) => [name, { source: provider, ...this.secrets.of(name, provider) }] as const,
    );
    return new Map(found.filter(([, { secrets, signing }]) => secrets.length + signing.length > 0));
  }

  /** Once for each source; those of the settings may come later. */
  private tellOfOthers(): void {
    for (const { name, provider } of this.registry.all()) {
      if (this.active.has(name) || this.told.has(name)) continue;
      this.told.add(name);
      this.logger.warn(`the source ${name} does not start: set ${variablesFor(name, provider)}`);
    }
  }

  private names(): string {
    return [...this.active.keys()].join(', ') || 'none';
  }

  /** What cannot be read now leaves the secrets in force. */
  private refresh(): void {
    const before = this.names();
    try {
      this.active = this.read();
      this.tellOfOthers();
      if (this.names() !== before) this.logger.warn(`sources: ${this.names()}; before: ${before}`);
    } catch (error) {
      this.logger.error(`the webhook secrets stay as they were: ${String(error)}`);
    }
  }
}

function variablesFor(name: string, { secretInClear, acceptsSignature }: WebhookSource): string {
  const own = secretVariable(name);
  if (!secretInClear) return `${own} or WEBHOOK_SECRET`;
  return acceptsSignature ? `${own}, or WEBHOOK_SECRET for signatures only` : own;
}
