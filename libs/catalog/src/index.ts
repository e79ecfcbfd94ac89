export { repositoriesFile, skillFrontMatter, sourcesFile, templateFile } from './adapters/folder/catalog-schemas';
export { FolderCatalogModule } from './adapters/folder/folder-catalog.module';
export type { FolderCatalogOptions } from './adapters/folder/folder.catalog';
export { readCatalog } from './adapters/folder/read-catalog';
export { CatalogError, type CatalogProblem } from './catalog.errors';
export {
  Catalog,
  type CatalogRepository,
  type CatalogSkill,
  type CatalogSnapshot,
  type CatalogTemplate,
  type GenericSourceSettings,
  type RepositoryMatch,
  type RepositoryPolicy,
  type SourceSettings,
} from './catalog.port';
export { matchTask } from './match-task';
