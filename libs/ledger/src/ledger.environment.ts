import { join } from 'node:path';
import type { DynamicModule } from '@nestjs/common';
import { z } from 'zod';
import { PostgresLedgerModule } from './adapters/postgres/postgres-ledger.module';
import { SqliteLedgerModule } from './adapters/sqlite/sqlite-ledger.module';
import { DEFAULT_RETENTION_DAYS, SHORTEST_RETENTION_DAYS } from './retention';

const FILE = 'file:';
const POSTGRES_URL = /^postgres(?:ql)?:\/\//;

/** A server may be named by a folder of sockets instead of a host: `postgresql://user@/database?host=/run/postgresql`. */
const isDatabaseUrl = (value: string): boolean =>
  POSTGRES_URL.test(value)
    ? URL.canParse(value.replace('@/', '@localhost/'))
    : value.startsWith(FILE) && value !== FILE;

/** The variables of the ledger, for the schema of an app. */
export const ledgerVariables = {
  DATABASE_URL: z
    .string()
    .refine(isDatabaseUrl, 'must be postgresql://user:password@host:port/database or file:PATH')
    .optional()
    .describe(
      'the ledger: postgresql://user:password@host:port/database?sslmode=verify-full, or file:PATH of an SQLite file; the orchestrator requires it unless ANTON_QUEUE=embedded, elsewhere it is ledger.db in ANTON_DATA_DIR',
    ),
};

/** For the schema of an app that schedules. */
export const retentionVariables = {
  ANTON_LEDGER_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(SHORTEST_RETENTION_DAYS)
    .max(36_500)
    .default(DEFAULT_RETENTION_DAYS)
    .describe(
      `days for which the ledger keeps runs, events and texts of tasks that have ended; at least ${SHORTEST_RETENTION_DAYS}`,
    ),
};

/** What {@link ledgerVariables} were read as. */
export interface LedgerEnvironment {
  readonly DATABASE_URL?: string | undefined;
  readonly ANTON_DATA_DIR: string;
}

/** The SQLite file that holds the ledger, or null when PostgreSQL does. */
export function ledgerFile({ DATABASE_URL: url, ANTON_DATA_DIR }: LedgerEnvironment): string | null {
  if (url === undefined || url === '') return join(ANTON_DATA_DIR, 'ledger.db');
  return url.startsWith(FILE) ? url.slice(FILE.length) : null;
}

/** The module that provides the ledger. */
export function ledgerModule(environment: LedgerEnvironment): DynamicModule {
  const file = ledgerFile(environment);
  if (file !== null) return SqliteLedgerModule.forRoot({ file });
  return PostgresLedgerModule.forRoot({ url: environment.DATABASE_URL ?? '' });
}
