import { migrate, openPostgres, type PostgresOptions } from '@anton/database';
import { sql } from 'kysely';
import { ledgerMigrations, type LedgerDialect } from '../sql/ledger.migrations';
import type { LedgerSchema } from '../sql/ledger.schema';

/**
 * Text compares as bytes, as in SQLite: times sort, and an index does not depend on the locale of the server's C
 * library, which an upgrade may change.
 */
const POSTGRES: LedgerDialect = {
  text: sql`text collate "C"`,
  rowNumber: { type: 'bigint', build: (column) => column.primaryKey().generatedAlwaysAsIdentity() },
};

/** A step may rewrite a large table, and other processes wait for its lock meanwhile. */
const STEP_TIMEOUT_MS = 10 * 60_000;

/**
 * Brings the tables up to date over a connection of its own, which ends with it: so does the lock.
 * @throws DatabaseDownError, MigrationFailedError
 */
export async function migratePostgresLedger(url: string, options: PostgresOptions): Promise<void> {
  const patient = { ...options, maxConnections: 1, statementTimeoutMs: STEP_TIMEOUT_MS };
  const db = openPostgres<LedgerSchema>(url, patient);
  try {
    await migrate(db, ledgerMigrations(POSTGRES));
  } finally {
    await db.destroy();
  }
}
