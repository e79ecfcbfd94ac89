export { openPostgres, type PostgresOptions } from './adapters/postgres/open-postgres';
export { DatabaseDownError, type DatabaseFailure } from './errors/database.errors';
export { MigrationFailedError } from './errors/migration-failed.error';
export { migrate, type Migrations } from './migrations/migrate';
export { pendingMigrations } from './migrations/pending-migrations';
export { openSqlite, type SqliteOptions } from './adapters/sqlite/open-sqlite';
