import { describe, expect, it } from 'vitest';
import { sampleGenericSource, SampleSettings } from '@anton/testing/webhook-sources';
import type { SourceSettings } from '@anton/contracts';
import { SourceSettingsProvider } from '../../source-settings.provider';
import { GenericSources } from './generic-sources';

class ChangingSettings extends SourceSettingsProvider {
  settings: SourceSettings = new SampleSettings().current();

  current(): SourceSettings {
    return this.settings;
  }
}

describe('GenericSources', () => {
  it('are those of the settings of now', () => {
    const provider = new ChangingSettings();
    const sources = new GenericSources(provider);
    const names = (): string[] => sources.now().map(({ name }) => name);
    expect(names()).toEqual([]);
    const token = sampleGenericSource({ scheme: 'token' });
    provider.settings = { ...provider.settings, generic: { a: sampleGenericSource(), b: token } };
    expect(names()).toEqual(['generic/a', 'generic/b']);
    expect(sources.now().map(({ provider: source }) => source.secretInClear)).toEqual([false, true]);
    expect(sources.now()[0]?.provider).toBe(sources.now()[0]?.provider);
    provider.settings = { ...provider.settings, generic: { b: sampleGenericSource() } };
    expect(sources.now().map(({ name, provider: source }) => [name, source.secretInClear])).toEqual([
      ['generic/b', false],
    ]);
  });
});
