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
