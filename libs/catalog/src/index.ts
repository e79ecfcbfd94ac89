export { repositoriesFile } from './adapters/folder/files/repositories.file';
export { skillFrontMatter } from './adapters/folder/files/skill.file';
export { sourcesFile } from './adapters/folder/files/sources.file';
export { templateFile } from './adapters/folder/files/template.file';
export { FolderCatalogModule } from './adapters/folder/folder-catalog.module';
export type { FolderCatalogOptions } from './adapters/folder/folder.catalog';
export { readCatalog } from './adapters/folder/reading/read-catalog';
export { CatalogError, type CatalogProblem } from './catalog.errors';
export {
  Catalog,
  type CatalogRepository,
  type CatalogSkill,
  type CatalogSnapshot,
  type CatalogTemplate,
  type RepositoryMatch,
  type RepositoryPolicy,
} from './catalog.port';
export { matchTask } from './match-task';
