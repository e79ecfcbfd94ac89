import { migrate, openSqlite } from '@anton/database';
import { sql } from 'kysely';
import type { LedgerDialect } from '../sql/ledger.dialect';
import { ledgerMigrations } from '../sql/ledger.migrations';
import type { LedgerSchema } from '../sql/ledger.schema';
import { SqlLedger } from '../sql/sql-ledger';

export const SQLITE: LedgerDialect = {
  text: 'text',
  rowNumber: { type: 'integer', build: (column) => column.primaryKey().autoIncrement() },
  now: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
  locksRows: false,
  writesInWith: false,
};

/** Where the ledger is. */
export interface SqliteLedgerOptions {
  /** Path of its SQLite file; made with its folder when it is not there. */
  readonly file: string;
  /** How long to wait for the lock of another process, in milliseconds. Default 5,000. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens the ledger in a SQLite file and brings its tables up to date.
 * @throws DatabaseDownError, MigrationFailedError
 */
export async function openSqliteLedger({ file, ...options }: SqliteLedgerOptions): Promise<SqlLedger> {
  const db = openSqlite<LedgerSchema>(file, options);
  try {
    await migrate(db, ledgerMigrations(SQLITE));
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return new SqlLedger(db, SQLITE);
}
