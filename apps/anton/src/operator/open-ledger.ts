import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { PermanentError } from '@anton/contracts';
import { Ledger, SqliteLedgerModule } from '@anton/ledger';
import type { Variables } from './variables';

@Module({})
class LedgerReadingModule {}

/** Runs `work` with the ledger of ANTON_DATA_DIR. @throws PermanentError `no_ledger` when there is none yet. */
export async function withLedger<T>(variables: Variables, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const file = join(variables['ANTON_DATA_DIR'] ?? '.anton', 'ledger.db');
  if (!existsSync(file)) {
    throw new PermanentError(`there is no ledger at ${file}`, {
      code: 'no_ledger',
      remedy: 'Start Anton once, or set ANTON_DATA_DIR to the folder that it uses.',
    });
  }
  const app = await NestFactory.createApplicationContext(
    { module: LedgerReadingModule, imports: [SqliteLedgerModule.forRoot({ file })] },
    { logger: false, abortOnError: false },
  );
  try {
    return await work(app.get(Ledger));
  } finally {
    await app.close();
  }
}
