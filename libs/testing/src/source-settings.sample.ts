import { SourceSettingsProvider, type SourceSettings } from '@anton/webhooks';

/** The settings that the shipped sources.yaml has, and `anton-bot` as Anton's own account. */
export class SampleSettings extends SourceSettingsProvider {
  current(): SourceSettings {
    return {
      jira: {
        trigger: { label: 'anton' },
        ownAccounts: ['anton-bot'],
        priorities: { Highest: 'P1', High: 'P2', Medium: 'P3', Low: 'P4', Lowest: 'P5' },
      },
      datadog: { trigger: { transitions: ['Triggered', 'Re-Triggered'] } },
      sonar: { trigger: { gate: ['ERROR'], branches: ['main'] } },
      generic: {},
    };
  }
}
