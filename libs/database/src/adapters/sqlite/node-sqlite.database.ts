import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { sqliteFailure } from './sqlite-failure';

/** Only for opening, which is synchronous: what another process does to make a new file. Milliseconds. */
const OPEN_TIMEOUT_MS = 2000;
const PRAGMAS = 'pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 0';

/** A node:sqlite connection in the shape of kysely's SQLite driver; its errors are {@link sqliteFailure}s. */
export class NodeSqliteDatabase implements SqliteDatabase {
  private readonly connection: DatabaseSync;

  constructor(private readonly file: string) {
    const options = { timeout: OPEN_TIMEOUT_MS, enableForeignKeyConstraints: true };
    this.connection = this.guard(() => new DatabaseSync(file, options));
    try {
      this.guard(() => this.connection.exec(PRAGMAS));
    } catch (error) {
      this.connection.close();
      throw error;
    }
  }

  /** False also after SQLite rolled back by itself, as it does on a full disk. */
  get isInTransaction(): boolean {
    return this.connection.isTransaction;
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.guard(() => this.connection.prepare(sql));
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => this.guard(() => statement.all(...bindable(parameters))),
      run: (parameters) => this.guard(() => statement.run(...bindable(parameters))),
      iterate: (parameters) => this.iterate(statement, parameters),
    };
  }

  close(): void {
    this.connection.close();
  }

  private *iterate(statement: StatementSync, parameters: readonly unknown[]): Generator<unknown> {
    try {
      yield* statement.iterate(...bindable(parameters));
    } catch (error) {
      throw sqliteFailure(error, this.file);
    }
  }

  private guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw sqliteFailure(error, this.file);
    }
  }
}

/** Kysely hands parameters on untyped; node:sqlite refuses what it cannot bind. */
function bindable(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
