import { PermanentError } from '@anton/contracts';
import { Kysely, PostgresDialect } from 'kysely';
import { Client } from 'pg';
import { GuardedPool } from './guarded-pool';

/** How a server is used. Times are milliseconds. */
export interface PostgresOptions {
  /** Connections that this process holds at most. Default 5. */
  readonly maxConnections?: number;
  /** How long to wait for a new or a free connection. Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** After which the server ends a statement, also one that waits for a lock. Default 10,000. */
  readonly statementTimeoutMs?: number;
  /** Must succeed once before the first statement; asked again at every use until it does. */
  readonly prepare?: () => Promise<void>;
}

/** How much longer than the server's own limit an answer may take before the connection counts as lost. */
const ANSWER_MARGIN_MS = 2000;
/** A transaction whose process stands still holds its locks no longer than this. */
const IDLE_IN_TRANSACTION_MS = 30_000;
/** Idle before TCP asks whether the other end is still there. */
const KEEP_ALIVE_MS = 30_000;

/**
 * Text is UTF-8, and a commit is on disk even where `synchronous_commit = off` is the default; a stricter setting than
 * `on` stays.
 */
const sessionSetup = (statementTimeoutMs: number): string => `
  set client_encoding = 'UTF8';
  set statement_timeout = ${statementTimeoutMs};
  set idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS};
  select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'`;

/** `sslmode` means what it means to libpq and psql: pg has a meaning of its own unless it is told. */
const withLibpqModes = (url: string): string =>
  /[?&]sslmode=/.test(url) && !/[?&]uselibpqcompat=/.test(url) ? `${url}&uselibpqcompat=true` : url;

/** Host, port and database of `connectionString`. @throws PermanentError when it cannot be read. */
function addressOf(connectionString: string): string {
  try {
    const { host, port, database } = new Client({ connectionString });
    return `${host}:${port}/${database ?? ''}`;
  } catch (error) {
    throw new PermanentError(
      `DATABASE_URL cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      {
        code: 'bad_database_url',
        remedy:
          'Write postgresql://user:password@host:5432/database?sslmode=verify-full and percent-encode special characters.',
        cause: error,
      },
    );
  }
}

function onceDone(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  const run = async () => {
    try {
      await work();
    } catch (error) {
      done = undefined;
      throw error;
    }
  };
  return () => (done ??= run());
}

/**
 * Opens a pool of connections to PostgreSQL; nothing is connected before the first statement. Its errors are
 * DatabaseDownErrors when the server cannot be used now, also when it does not answer. Close it with `destroy()`.
 * @throws PermanentError `bad_database_url`
 */
export function openPostgres<Schema>(url: string, options: PostgresOptions = {}): Kysely<Schema> {
  const connectionString = withLibpqModes(url);
  const { statementTimeoutMs = 10_000, prepare = () => Promise.resolve() } = options;
  const setup = sessionSetup(statementTimeoutMs);
  const pool = new GuardedPool(
    {
      connectionString,
      application_name: 'anton',
      max: options.maxConnections ?? 5,
      connectionTimeoutMillis: options.connectTimeoutMs ?? 5000,
      query_timeout: statementTimeoutMs + ANSWER_MARGIN_MS,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    },
    (client) => client.query(setup),
    addressOf(connectionString),
    onceDone(prepare),
  );
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}
