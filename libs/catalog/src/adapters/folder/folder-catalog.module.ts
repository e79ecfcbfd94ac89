import { Module, type DynamicModule } from '@nestjs/common';
import { Catalog } from '../../catalog.port';
import { FOLDER_CATALOG_OPTIONS, FolderCatalog, type FolderCatalogOptions } from './folder.catalog';

/** Provides the {@link Catalog} of a folder. */
@Module({})
export class FolderCatalogModule {
  static forRoot(options: FolderCatalogOptions): DynamicModule {
    return {
      module: FolderCatalogModule,
      providers: [
        { provide: FOLDER_CATALOG_OPTIONS, useValue: options },
        { provide: Catalog, useClass: FolderCatalog },
      ],
      exports: [Catalog],
    };
  }
}
