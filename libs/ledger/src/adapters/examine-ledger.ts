import { existsSync } from 'node:fs';
import { openPostgres, openSqlite, pendingMigrations } from '@anton/database';
import { ledgerFile, type LedgerEnvironment } from '../ledger.environment';
import { POSTGRES } from './postgres/postgres.dialect';
import { ledgerMigrations } from './sql/ledger.migrations';
import type { LedgerSchema } from './sql/ledger.schema';
import { SQLITE } from './sqlite/open-sqlite-ledger';

/** A ledger as it is found. */
export interface LedgerState {
  readonly kind: 'postgresql' | 'sqlite';
  /** False when its tables were never made. */
  readonly exists: boolean;
  /** Steps that the next start of an orchestrator makes. */
  readonly pending: readonly string[];
}

/** Looks at the ledger and changes nothing. @throws DatabaseDownError, PermanentError `bad_database_url` */
export async function examineLedger(environment: LedgerEnvironment): Promise<LedgerState> {
  const file = ledgerFile(environment);
  const kind = file === null ? 'postgresql' : 'sqlite';
  const migrations = ledgerMigrations(file === null ? POSTGRES : SQLITE);
  const all = Object.keys(migrations);
  if (file !== null && !existsSync(file)) return { kind, exists: false, pending: all };
  const db =
    file === null
      ? openPostgres<LedgerSchema>(environment.DATABASE_URL ?? '', { maxConnections: 1 })
      : openSqlite<LedgerSchema>(file);
  try {
    const pending = await pendingMigrations(db, migrations);
    return { kind, exists: pending.length < all.length, pending };
  } finally {
    await db.destroy();
  }
}
