import type { PostgresCursor, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import type { PoolClient } from 'pg';
import { DatabaseDownError } from '../../errors/database.errors';
import { isEndOfConnection, postgresFailure } from './postgres-failure';

/** PostgreSQL takes no NUL in text: it is stored, and looked for, as the replacement character. */
const storable = (parameter: unknown): unknown =>
  typeof parameter === 'string' && parameter.includes('\0')
    ? parameter.replaceAll('\0', '\uFFFD')
    : parameter;

/** A connection of the pool in the shape of kysely's driver; its errors are {@link postgresFailure}s. */
export class GuardedClient implements PostgresPoolClient {
  private lostBy: unknown;

  /** `onSilence` is called when the server has not answered a statement in time. */
  constructor(
    private readonly client: PoolClient,
    private readonly where: string,
    private readonly onSilence: () => void,
  ) {}

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    statement: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof statement !== 'string') throw new Error('rows are not streamed from PostgreSQL');
    return this.answer(statement, parameters);
  }

  /** A connection that was lost is not given to anybody else. */
  release(destroy = false): void {
    this.client.release(destroy || this.lostBy !== undefined);
  }

  private async answer<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    if (this.lostBy !== undefined)
      throw new DatabaseDownError('database_unreachable', this.where, this.lostBy);
    try {
      const result: unknown = await this.client.query(sql, parameters.map(storable));
      return result as PostgresQueryResult<R>;
    } catch (error) {
      const failure = postgresFailure(error, this.where);
      if (isEndOfConnection(failure)) this.lostBy = error;
      if (error instanceof Error && error.message === 'Query read timeout') this.onSilence();
      throw failure;
    }
  }
}
