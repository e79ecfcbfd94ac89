import { Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { SampleSettings } from '@anton/testing/webhook-sources';
import { SourceSettingsProvider } from './source-settings.provider';
import { WebhookSourceRegistry } from './webhook-source.port';
import { WebhookSourcesModule } from './webhook-sources.module';

@Module({
  providers: [{ provide: SourceSettingsProvider, useClass: SampleSettings }],
  exports: [SourceSettingsProvider],
})
class SettingsModule {}

const MIB = 1024 * 1024;

describe('WebhookSourcesModule', () => {
  it('gives every source of Anton by its name, with the settings of the module it is given', async () => {
    const app = await Test.createTestingModule({
      imports: [WebhookSourcesModule.forRoot({ imports: [SettingsModule] })],
    }).compile();
    await app.init();
    const sources = app.get(WebhookSourceRegistry).all();
    expect(sources.map(({ name, provider }) => [name, provider.bodyLimit, provider.secretInClear])).toEqual([
      ['datadog', MIB, true],
      ['jira', 5 * MIB, false],
      ['sonar', MIB, false],
    ]);
    await app.close();
  });

  it('does not start without settings', async () => {
    const building = Test.createTestingModule({ imports: [WebhookSourcesModule.forRoot({ imports: [] })] });
    await expect(building.compile()).rejects.toThrow(/SourceSettingsProvider/);
  });
});
