export { DatabaseDownError, type DatabaseFailure } from './errors/database.errors';
export { MigrationFailedError } from './errors/migration-failed.error';
export { migrate, type Migrations } from './migrations/migrate';
export { openSqlite, type SqliteOptions } from './sqlite/open-sqlite';
