import { DependencyDownError } from '@anton/contracts';

/** Why a database could not be used. Stable codes. */
export type DatabaseFailure =
  'database_full' | 'database_read_only' | 'database_corrupt' | 'database_busy' | 'database_unreachable';

const REMEDIES: Readonly<Record<DatabaseFailure, string>> = {
  database_full: 'Free space on the disk that holds the data folder; work goes on by itself.',
  database_read_only: 'Give the user of this process write access to the file and its folder.',
  database_corrupt: 'Stop Anton, move the file away, restore it from a backup or start without it.',
  database_busy: 'Find the process that holds the file locked; a backup tool must use the SQLite backup API.',
  database_unreachable: 'Check that the folder exists, that the disk is mounted and that its path is right.',
};

/**
 * The database cannot be used now. Always an outage: nothing is wrong with the work at hand, so that it waits.
 * `where` is the file or the server's address without credentials.
 */
export class DatabaseDownError extends DependencyDownError {
  constructor(failure: DatabaseFailure, where: string, cause: unknown) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    super(`${failure.replaceAll('_', ' ')}: ${where}: ${detail}`, {
      code: failure,
      remedy: REMEDIES[failure],
      cause,
    });
  }
}
