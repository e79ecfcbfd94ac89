import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { DatabaseDownError } from '../../errors/database.errors';
import { busyWait } from './busy-wait';
import { NodeSqliteDatabase } from './node-sqlite.database';
import { NodeSqliteDialect } from './node-sqlite.dialect';

/** How a file is opened. */
export interface SqliteOptions {
  /** How long a statement or transaction waits for the lock of another connection, in milliseconds. Default 5,000. */
  readonly busyTimeoutMs?: number;
}

const DEFAULT_BUSY_TIMEOUT_MS = 5000;

/**
 * Opens, or makes, a SQLite file with its folder (mode 0700): WAL, `synchronous=FULL` (a commit is on disk),
 * foreign keys on. Close it with `destroy()`.
 * @throws DatabaseDownError when it cannot be opened or is no SQLite file.
 */
export function openSqlite<Schema>(file: string, options: SqliteOptions = {}): Kysely<Schema> {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new DatabaseDownError('database_unreachable', file, error);
  }
  const wait = busyWait(options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS);
  return new Kysely<Schema>({ dialect: new NodeSqliteDialect(new NodeSqliteDatabase(file), wait) });
}
