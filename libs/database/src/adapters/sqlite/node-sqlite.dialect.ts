import { setImmediate } from 'node:timers/promises';
import { CompiledQuery, SqliteAdapter, SqliteDialect, SqliteDriver, type DatabaseConnection } from 'kysely';
import type { IPolicy } from 'cockatiel';
import type { NodeSqliteDatabase } from './node-sqlite.database';

/**
 * Kysely over node:sqlite. One connection, so transactions of one process run one after the other; between
 * processes they are serialised by taking the write lock at their start (`begin immediate`): a transaction that
 * read first would fail at its first write without waiting (SQLITE_BUSY_SNAPSHOT).
 */
export class NodeSqliteDialect extends SqliteDialect {
  constructor(
    private readonly database: NodeSqliteDatabase,
    private readonly wait: IPolicy,
  ) {
    super({ database });
  }

  override createDriver(): SqliteDriver {
    return new NodeSqliteDriver(this.database, this.wait);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter();
  }
}

class NodeSqliteDriver extends SqliteDriver {
  private patient: DatabaseConnection | undefined;

  constructor(
    private readonly database: NodeSqliteDatabase,
    private readonly wait: IPolicy,
  ) {
    super({ database });
  }

  /**
   * Gives way to timers and sockets first: node:sqlite works synchronously, so that a chain of statements would be
   * one long turn of the event loop.
   */
  override async acquireConnection(): Promise<DatabaseConnection> {
    await setImmediate();
    this.patient ??= this.patientConnection(await super.acquireConnection());
    return this.patient;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.database.isInTransaction) await super.rollbackTransaction(connection);
  }

  /** Inside a transaction the lock is held already: only what stands alone waits for it. */
  private patientConnection(inner: DatabaseConnection): DatabaseConnection {
    return {
      executeQuery: async (query) =>
        this.database.isInTransaction
          ? inner.executeQuery(query)
          : this.wait.execute(async () => inner.executeQuery(query)),
      streamQuery: (query, chunkSize) => inner.streamQuery(query, chunkSize),
    };
  }
}

/** SQLite can change tables inside a transaction: kysely then migrates in one, under the write lock. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
