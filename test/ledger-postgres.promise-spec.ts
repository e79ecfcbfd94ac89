import { openPostgresLedger } from '@anton/ledger';
import { ledgerContract } from '@anton/testing/ledger';
import { afterAll, beforeAll } from 'vitest';
import { startPostgres, type Postgres } from './support/postgres/postgres';

/** A child process of the contract opens this file alone. */
const ADAPTER = new URL('../libs/ledger/src/adapters/postgres/open-postgres-ledger.ts', import.meta.url);

let server: Postgres;
beforeAll(async () => {
  server = await startPostgres({ fsync: 'off' });
});
afterAll(async () => server.stop());

ledgerContract('PostgresLedger', async () => {
  const options = { url: server.url(await server.newDatabase()), statementTimeoutMs: 5_000 };
  const open: Awaited<ReturnType<typeof openPostgresLedger>>[] = [];
  const again = async () => {
    const ledger = await openPostgresLedger(options);
    open.push(ledger);
    return ledger;
  };
  return {
    ledger: await again(),
    again,
    opener: { file: ADAPTER, opener: 'openPostgresLedger', options },
    breakDown: async () => {
      await server.kill();
      return async () => server.start();
    },
    close: async () => {
      await Promise.all(open.map(async (ledger) => ledger.onApplicationShutdown()));
    },
  };
});
