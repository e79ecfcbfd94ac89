import { DependencyDownError } from '@anton/contracts';

/** Why a database could not be used. Stable codes. */
export type DatabaseFailure =
  | 'database_full'
  | 'database_read_only'
  | 'database_corrupt'
  | 'database_busy'
  | 'database_unreachable'
  | 'database_too_many_connections'
  | 'database_refused';

const REMEDIES: Readonly<Record<DatabaseFailure, string>> = {
  database_full: 'Free space on the disk that holds the database; work goes on by itself.',
  database_read_only:
    'SQLite: give the user of this process write access to the file and its folder. PostgreSQL: the server is a standby or takes no writes; point DATABASE_URL at the primary.',
  database_corrupt:
    'Stop Anton and restore the database from a backup; a SQLite file may also be moved away to start without it.',
  database_busy:
    'Find who holds the lock: another process on the file (a backup tool must use the SQLite backup API), or a long transaction in pg_stat_activity.',
  database_unreachable:
    'SQLite: check that the folder exists, that the disk is mounted and that its path is right. PostgreSQL: check that the server runs and that host, port and sslmode of DATABASE_URL are right; work goes on by itself.',
  database_too_many_connections:
    'Close connections that nobody needs or raise max_connections; every process of Anton holds at most 5.',
  database_refused:
    'Check user, password and database of DATABASE_URL; the database must exist, and the user must own it or may CREATE in its schema.',
};

/** A connection that was tried over several addresses fails with an error of errors, which has no text of its own. */
function detailOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(detailOf).join(', ');
  return cause instanceof Error ? cause.message : String(cause);
}

/**
 * The database cannot be used now. Always an outage: nothing is wrong with the work at hand, so that it waits.
 * `where` is the file or the server's address without credentials.
 */
export class DatabaseDownError extends DependencyDownError {
  constructor(failure: DatabaseFailure, where: string, cause: unknown) {
    super(`${failure.replaceAll('_', ' ')}: ${where}: ${detailOf(cause)}`, {
      code: failure,
      remedy: REMEDIES[failure],
      cause,
    });
  }
}
