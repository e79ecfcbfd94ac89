import { Injectable } from '@nestjs/common';
import type { NamedEntry } from '@anton/platform';
import type { SourceSettings } from '@anton/contracts';
import { SourceSettingsProvider } from '../../source-settings.provider';
import { ConfiguredSources, type WebhookSource } from '../../webhook-source.port';
import { GenericSource } from './generic.source';

/** After the sources of modules, which may not be named so: a name has no slash. */
const ORDER = 1_000;

/** The sources of `generic:` in sources.yaml, as `generic/{name}`; made anew when the file changes. */
@Injectable()
export class GenericSources extends ConfiguredSources {
  private seen: SourceSettings['generic'] = {};
  private entries: readonly NamedEntry<WebhookSource>[] = [];

  constructor(private readonly settings: SourceSettingsProvider) {
    super();
  }

  now(): readonly NamedEntry<WebhookSource>[] {
    const { generic } = this.settings.current();
    if (generic !== this.seen) {
      this.seen = generic;
      this.entries = Object.entries(generic).map(([name, settings]) => ({
        name: `generic/${name}`,
        order: ORDER,
        provider: new GenericSource(name, settings),
      }));
    }
    return this.entries;
  }
}
