import { readVariable } from '@anton/platform';
import type { WebhookSource } from '@anton/webhooks';
import { SharedSecretError } from './shared-secret.error';

type Variables = Readonly<Record<string, string | undefined>>;
type NamedSource = { readonly name: string; readonly provider: WebhookSource };

const SHARED = 'WEBHOOK_SECRET';

/** The variable of a source's own secret; `generic/billing` has WEBHOOK_SECRET_GENERIC_BILLING. */
export function secretVariable(source: string): string {
  return `${SHARED}_${source.toUpperCase().replace(/[-/]/g, '_')}`;
}

/** The active secrets of one source, newest first. */
export interface SourceSecrets {
  readonly secrets: readonly string[];
  /** Only for signatures; given to a source that takes both. */
  readonly signing: readonly string[];
}

/** The secrets of webhook sources, each with the one before it while it is being replaced. Files are read every time. */
export class WebhookSecrets {
  constructor(private readonly variables: Variables) {}

  /**
   * The secrets of a source: its own, else the shared one. What travels in clear is only ever compared with the
   * source's own. @throws BadEnvironmentError when a file cannot be read
   */
  of(name: string, source: WebhookSource): SourceSecrets {
    const own = this.pair(secretVariable(name));
    if (source.secretInClear) return { secrets: own, signing: source.acceptsSignature ? this.shared() : [] };
    return { secrets: own.length > 0 ? own : this.shared(), signing: [] };
  }

  /** @throws SharedSecretError when a secret that travels in clear also signs. */
  refuseSharing(sources: readonly NamedSource[]): void {
    const signing = new Set([
      ...this.shared(),
      ...sources
        .filter(({ provider }) => !provider.secretInClear)
        .flatMap(({ name, provider }) => this.of(name, provider).secrets),
    ]);
    for (const { name, provider } of sources) {
      if (!provider.secretInClear) continue;
      if (this.of(name, provider).secrets.some((secret) => signing.has(secret)))
        throw new SharedSecretError(secretVariable(name));
    }
  }

  private shared(): string[] {
    return this.pair(SHARED);
  }

  private pair(name: string): string[] {
    const values = [readVariable(name, this.variables), readVariable(`${name}_PREVIOUS`, this.variables)];
    return values.filter((value): value is string => value !== undefined && value !== '');
  }
}
