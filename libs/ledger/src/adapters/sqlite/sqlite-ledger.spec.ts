import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ledgerContract } from '@anton/testing/ledger';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { Ledger } from '../../ledger.port';
import type { SqlLedger } from '../sql/sql-ledger';
import { openSqliteLedger } from './open-sqlite-ledger';
import { SqliteLedgerModule } from './sqlite-ledger.module';

const folderOf = async () => mkdtemp(join(tmpdir(), 'anton-ledger-'));

ledgerContract('SqliteLedger', async () => {
  const folder = await folderOf();
  const options = { file: join(folder, 'ledger.db'), busyTimeoutMs: 1000 };
  const open: SqlLedger[] = [];
  const again = async () => {
    const ledger = await openSqliteLedger(options);
    open.push(ledger);
    return ledger;
  };
  return {
    ledger: await again(),
    again,
    opener: {
      file: new URL('./open-sqlite-ledger.ts', import.meta.url),
      opener: 'openSqliteLedger',
      options,
    },
    breakDown: async () => {
      const holder = new DatabaseSync(options.file);
      holder.exec('begin immediate');
      return async () => holder.close();
    },
    close: async () => {
      await Promise.all(open.map(async (ledger) => ledger.onApplicationShutdown()));
      await rm(folder, { recursive: true });
    },
  };
});

describe('SqliteLedgerModule', () => {
  it('provides the ledger and closes it with the application', async () => {
    const folder = await folderOf();
    const file = join(folder, 'ledger.db');
    const app = await Test.createTestingModule({ imports: [SqliteLedgerModule.forRoot({ file })] }).compile();
    await app.init();
    const ledger = app.get(Ledger);
    await ledger.probe();
    await app.close();
    await expect(ledger.probe()).rejects.toThrow('destroyed');
    await rm(folder, { recursive: true });
  });
});
