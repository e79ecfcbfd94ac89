import { Injectable } from '@nestjs/common';
import { Catalog } from '@anton/catalog';
import type { SourceSettings } from '@anton/contracts';
import { SourceSettingsProvider } from '@anton/webhooks';

/** Gives the sources what sources.yaml says now. */
@Injectable()
export class CatalogSettings extends SourceSettingsProvider {
  constructor(private readonly catalog: Catalog) {
    super();
  }

  current(): SourceSettings {
    return this.catalog.snapshot().sources;
  }
}
