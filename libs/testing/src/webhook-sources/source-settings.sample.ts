import type { GenericSourceSettings, SourceSettings } from '@anton/contracts';
import { SourceSettingsProvider } from '@anton/webhooks';

/** A generic source that signs with `X-Signature: sha256=<hex>`, with every field that has no default left out. */
export function sampleGenericSource(changes: Partial<GenericSourceSettings> = {}): GenericSourceSettings {
  return {
    scheme: 'hmac',
    header: 'X-Signature',
    algorithm: 'sha256',
    encoding: 'hex',
    prefix: 'sha256=',
    externalId: '/id',
    identity: [],
    title: '/title',
    description: '/message',
    priority: 'P3',
    attributes: {},
    ...changes,
  };
}

const SAMPLE: SourceSettings = {
  jira: {
    auth: 'signature',
    trigger: { label: 'anton' },
    ownAccounts: ['anton-bot'],
    ignoreApps: false,
    maxAgeHours: 24,
    priorities: { Highest: 'P1', High: 'P2', Medium: 'P3', Low: 'P4', Lowest: 'P5' },
  },
  datadog: {
    trigger: { transitions: ['Triggered', 'Re-Triggered'] },
    ownTags: ['service:anton'],
    priorities: { error: 'P2', warning: 'P3', info: 'P4', success: 'P5' },
  },
  sonar: { auth: 'signature', trigger: { gate: ['ERROR'], branches: ['main'] }, priority: 'P3' },
  generic: {},
};

/** The settings that the shipped sources.yaml has, and `anton-bot` and `service:anton` as Anton's own; parts can be changed. */
export class SampleSettings extends SourceSettingsProvider {
  private readonly settings: SourceSettings;

  constructor(changes: { readonly [Part in keyof SourceSettings]?: Partial<SourceSettings[Part]> } = {}) {
    super();
    this.settings = {
      jira: { ...SAMPLE.jira, ...changes.jira },
      datadog: { ...SAMPLE.datadog, ...changes.datadog },
      sonar: { ...SAMPLE.sonar, ...changes.sonar },
      generic: { ...SAMPLE.generic, ...(changes.generic as SourceSettings['generic'] | undefined) },
    };
  }

  current(): SourceSettings {
    return this.settings;
  }
}
