import { openPostgresLedger, type PostgresLedgerOptions } from '@anton/ledger';
import { startPostgres, type Postgres } from './postgres';

type OpenLedger = Awaited<ReturnType<typeof openPostgresLedger>>;

/** A server with an empty database for each test, and the ledgers that the test opens in it. */
export class LedgerPlace {
  server: Postgres;
  database = '';
  private readonly open: OpenLedger[] = [];

  /** For `beforeAll`. */
  readonly start = async (): Promise<void> => {
    this.server = await startPostgres();
  };

  /** For `afterAll`. */
  readonly stop = async (): Promise<void> => this.server.stop();

  /** For `beforeEach`. */
  readonly enter = async (): Promise<void> => {
    this.database = await this.server.newDatabase();
  };

  /** For `afterEach`. */
  readonly leave = async (): Promise<void> => {
    await Promise.all(this.open.splice(0).map(async (ledger) => ledger.onApplicationShutdown()));
  };

  get url(): string {
    return this.server.url(this.database);
  }

  async opened(options: Partial<PostgresLedgerOptions> = {}): Promise<OpenLedger> {
    const ledger = await openPostgresLedger({ url: this.url, ...options });
    this.open.push(ledger);
    return ledger;
  }
}
