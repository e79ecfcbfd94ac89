import { Module, type DynamicModule } from '@nestjs/common';
import { Ledger } from '../../ledger.port';
import { openSqliteLedger, type SqliteLedgerOptions } from './open-sqlite-ledger';

/** Provides {@link Ledger} from a SQLite file, for one machine. */
@Module({})
export class SqliteLedgerModule {
  static forRoot(options: SqliteLedgerOptions): DynamicModule {
    return {
      module: SqliteLedgerModule,
      providers: [{ provide: Ledger, useFactory: () => openSqliteLedger(options) }],
      exports: [Ledger],
    };
  }
}
