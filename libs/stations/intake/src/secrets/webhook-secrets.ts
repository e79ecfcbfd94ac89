import { readVariable } from '@anton/platform';
import type { WebhookSource } from '@anton/webhooks';
import { SharedSecretError } from './shared-secret.error';

type Variables = Readonly<Record<string, string | undefined>>;

const SHARED = 'WEBHOOK_SECRET';

/** The variable of a source's own secret. */
export function secretVariable(source: string): string {
  return `${SHARED}_${source.toUpperCase().replaceAll('-', '_')}`;
}

/** The secrets of webhook sources, each with the one before it while it is being replaced. */
export class WebhookSecrets {
  constructor(private readonly variables: Variables) {}

  /**
   * The active secrets of a source, newest first; empty when it has none. A source whose secret travels in clear has
   * only its own, never the one that signs.
   */
  of(name: string, source: WebhookSource): readonly string[] {
    const own = this.pair(secretVariable(name));
    if (source.secretInClear) return own;
    return own.length > 0 ? own : this.pair(SHARED);
  }

  /** @throws SharedSecretError when a secret that travels in clear also signs. */
  refuseSharing(sources: readonly { readonly name: string; readonly provider: WebhookSource }[]): void {
    const signing = new Set(
      sources
        .filter(({ provider }) => !provider.secretInClear)
        .flatMap(({ name, provider }) => this.of(name, provider)),
    );
    for (const secret of this.pair(SHARED)) signing.add(secret);
    const clear = sources.filter(({ provider }) => provider.secretInClear);
    for (const { name, provider } of clear) {
      if (this.of(name, provider).some((secret) => signing.has(secret)))
        throw new SharedSecretError(secretVariable(name));
    }
  }

  private pair(name: string): string[] {
    const values = [readVariable(name, this.variables), readVariable(`${name}_PREVIOUS`, this.variables)];
    return values.filter((value): value is string => value !== undefined && value !== '');
  }
}
