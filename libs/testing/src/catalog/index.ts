export { catalogContract, type CatalogOpener, type CatalogSubject } from './catalog.contract';
export { catalogFiles, type CatalogFiles } from './catalog-files';
