import { sql } from 'kysely';
import type { LedgerDialect } from '../sql/ledger.dialect';

/**
 * Text compares as bytes, as in SQLite: times sort, and an index does not depend on the locale of the server's C
 * library, which an upgrade may change.
 */
export const POSTGRES: LedgerDialect = {
  text: sql`text collate "C"`,
  rowNumber: { type: 'bigint', build: (column) => column.primaryKey().generatedAlwaysAsIdentity() },
  now: sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
  locksRows: true,
  writesInWith: true,
};
