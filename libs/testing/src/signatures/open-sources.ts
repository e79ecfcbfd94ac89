import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  SourceSettingsProvider,
  WebhookSourceRegistry,
  WebhookSourcesModule,
  type WebhookSource,
} from '@anton/webhooks';

@Module({})
class SourcesModule {}

@Module({})
class SettingsModule {}

/** The sources that `settings` make, by name, as an ingester has them. */
export async function openSources(
  settings: SourceSettingsProvider,
): Promise<(name: string) => WebhookSource> {
  const settingsModule = {
    module: SettingsModule,
    providers: [{ provide: SourceSettingsProvider, useValue: settings }],
    exports: [SourceSettingsProvider],
  };
  const app = await NestFactory.createApplicationContext(
    { module: SourcesModule, imports: [WebhookSourcesModule.forRoot({ imports: [settingsModule] })] },
    { logger: false, abortOnError: false },
  );
  const registry = app.get(WebhookSourceRegistry, { strict: false });
  const found = new Map(registry.all().map(({ name, provider }) => [name, provider]));
  await app.close();
  return (name) => {
    const source = found.get(name);
    if (source === undefined) throw new Error(`there is no source ${name}`);
    return source;
  };
}
