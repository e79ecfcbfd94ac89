import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migrations } from './migrate';

/** The names of the migrations that a database has not seen; nothing is changed. @throws DatabaseDownError */
export async function pendingMigrations<Schema>(
  db: Kysely<Schema>,
  migrations: Migrations,
): Promise<readonly string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const all = await migrator.getMigrations();
  return all.filter(({ executedAt }) => executedAt === undefined).map(({ name }) => name);
}
