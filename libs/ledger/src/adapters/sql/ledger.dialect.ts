import type { ColumnDefinitionBuilder, RawBuilder } from 'kysely';

/** What differs between the SQL servers. */
export interface LedgerDialect {
  /** Text that compares as bytes. */
  readonly text: 'text' | RawBuilder<unknown>;
  /** A column that numbers its rows. */
  readonly rowNumber: {
    readonly type: 'integer' | 'bigint';
    readonly build: (column: ColumnDefinitionBuilder) => ColumnDefinitionBuilder;
  };
  /** The clock of the database, in milliseconds since 1970. */
  readonly now: RawBuilder<number>;
  /** Whether a row that was read has to be locked to stay as it is until the end of the transaction. */
  readonly locksRows: boolean;
  /** Whether WITH may write: then one statement does what otherwise is a transaction of several. */
  readonly writesInWith: boolean;
}
