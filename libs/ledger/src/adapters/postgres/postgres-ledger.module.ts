import { Module, type DynamicModule } from '@nestjs/common';
import { Ledger } from '../../ledger.port';
import { openPostgresLedger, type PostgresLedgerOptions } from './open-postgres-ledger';

/** Provides {@link Ledger} from PostgreSQL, for one or many processes. */
@Module({})
export class PostgresLedgerModule {
  static forRoot(options: PostgresLedgerOptions): DynamicModule {
    return {
      module: PostgresLedgerModule,
      providers: [{ provide: Ledger, useFactory: () => openPostgresLedger(options) }],
      exports: [Ledger],
    };
  }
}
