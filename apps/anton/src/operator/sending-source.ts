import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { isAntonError, type SourceSettings } from '@anton/contracts';
import { readCatalog, sourcesFile } from '@anton/catalog';
import { installationFolder, loadExtensions } from '@anton/platform';
import {
  SourceSettingsProvider,
  WebhookSourceRegistry,
  WebhookSourcesModule,
  type WebhookSource,
} from '@anton/webhooks';
import type { Variables } from './variables';

@Module({})
class SendingModule {}

@Module({})
class SettingsModule {}

/** sources.yaml; its defaults where the catalog cannot be read and `name` is no source of it. @throws CatalogError */
async function settingsFor(name: string, variables: Variables): Promise<SourceSettings> {
  const folder = variables['ANTON_CATALOG_DIR'] || join(installationFolder(), 'catalog');
  try {
    return (await readCatalog(folder)).sources;
  } catch (error) {
    if (!isAntonError(error) || name.startsWith('generic/')) throw error;
    return sourcesFile.parse({});
  }
}

/**
 * Gives `use` the source called `name`, as the ingester would have it.
 * @throws UnknownNameError when there is none, CatalogError when it is a generic one and sources.yaml cannot be read
 */
export async function withSource<T>(
  name: string,
  variables: Variables,
  use: (source: WebhookSource) => T,
): Promise<T> {
  const settings = await settingsFor(name, variables);
  const provider: SourceSettingsProvider = { current: () => settings };
  const settingsModule = {
    module: SettingsModule,
    providers: [{ provide: SourceSettingsProvider, useValue: provider }],
    exports: [SourceSettingsProvider],
  };
  const extensions = await loadExtensions(variables['ANTON_EXTENSIONS'] ?? '', 'ingester');
  const sources = await NestFactory.createApplicationContext(
    {
      module: SendingModule,
      imports: [WebhookSourcesModule.forRoot({ imports: [settingsModule] }), ...extensions],
    },
    { logger: false, abortOnError: false },
  );
  try {
    return use(sources.get(WebhookSourceRegistry, { strict: false }).get(name));
  } finally {
    await sources.close();
  }
}
