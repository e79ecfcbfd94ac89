import { isAntonError } from '@anton/contracts';
import type { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { MigrationFailedError } from '../errors/migration-failed.error';

/** Migrations by name; they run in the order of their names, and a released one never changes. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * Brings the tables to the newest of `migrations`, all of them in one transaction and under a lock: several
 * processes may start at once.
 * @throws DatabaseDownError, or MigrationFailedError also when the database knows a migration that this code does not.
 */
export async function migrate<Schema>(db: Kysely<Schema>, migrations: Migrations): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (isAntonError(error)) throw error;
  throw new MigrationFailedError(results?.find(({ status }) => status === 'Error')?.migrationName, error);
}
