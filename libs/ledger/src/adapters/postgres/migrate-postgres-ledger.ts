import { migrate, openPostgres, type PostgresOptions } from '@anton/database';
import { ledgerMigrations } from '../sql/ledger.migrations';
import type { LedgerSchema } from '../sql/ledger.schema';
import { POSTGRES } from './postgres.dialect';

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
