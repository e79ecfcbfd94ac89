import { DependencyDownError, isAntonError } from '@anton/contracts';
import { openPostgres, type PostgresOptions } from '@anton/database';
import { Logger } from '@nestjs/common';
import type { LedgerSchema } from '../sql/ledger.schema';
import { SqlLedger } from '../sql/sql-ledger';
import { migratePostgresLedger } from './migrate-postgres-ledger';
import { POSTGRES } from './postgres.dialect';

/** Where the ledger is. */
export interface PostgresLedgerOptions extends Omit<PostgresOptions, 'prepare'> {
  /** `postgresql://user:password@host:port/database?sslmode=…` */
  readonly url: string;
}

/** What waiting helps against. Refused credentials stop a start: they are a mistake more often than an outage. */
const mayPass = (error: unknown): boolean =>
  isAntonError(error) && error.category === 'outage' && error.code !== 'database_refused';

/** No fault of a task, whatever keeps the tables from being brought up to date: its message must wait. */
function asOutage(error: unknown): unknown {
  if (!isAntonError(error) || error.category === 'outage') return error;
  return new DependencyDownError(error.message, { code: error.code, remedy: error.remedy, cause: error });
}

/**
 * Opens the ledger in PostgreSQL and brings its tables up to date. A server that is down stops no start: the tables are
 * then brought up to date at the first use that reaches it, and every use before fails as an outage.
 * @throws DatabaseDownError `database_refused`, MigrationFailedError, PermanentError `bad_database_url`
 */
export async function openPostgresLedger({ url, ...options }: PostgresLedgerOptions): Promise<SqlLedger> {
  const logger = new Logger('PostgresLedger');
  let isMigrated = false;
  let isAwaited = false;
  const migrate = async (): Promise<void> => {
    if (isMigrated) return;
    await migratePostgresLedger(url, options);
    isMigrated = true;
    if (isAwaited) logger.log('PostgreSQL is there, the ledger can be used');
  };
  const prepare = () => migrate().catch((error: unknown) => Promise.reject(asOutage(error)));
  const ledger = new SqlLedger(openPostgres<LedgerSchema>(url, { ...options, prepare }), POSTGRES);
  try {
    await migrate();
  } catch (error) {
    if (!mayPass(error)) throw error;
    isAwaited = true;
    logger.warn(`waiting for PostgreSQL, not ready until it is there: ${String(error)}`);
  }
  return ledger;
}
