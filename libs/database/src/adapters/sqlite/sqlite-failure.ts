import { DatabaseDownError, type DatabaseFailure } from '../../errors/database.errors';

/** Primary result codes of SQLite that mean "not now" (https://www.sqlite.org/rescode.html). */
const FAILURES: Readonly<Record<number, DatabaseFailure>> = {
  5: 'database_busy',
  6: 'database_busy',
  8: 'database_read_only',
  10: 'database_unreachable',
  11: 'database_corrupt',
  13: 'database_full',
  14: 'database_unreachable',
  26: 'database_corrupt',
};

/** Turns an error of node:sqlite into a {@link DatabaseDownError}; every other error comes back as it is. */
export function sqliteFailure(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const failure = FAILURES[error.errcode & 0xff];
  return failure === undefined ? error : new DatabaseDownError(failure, file, error);
}
