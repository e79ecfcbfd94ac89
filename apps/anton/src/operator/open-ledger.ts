import { existsSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { z } from 'zod';
import { PermanentError } from '@anton/contracts';
import { Ledger, ledgerFile, ledgerModule, ledgerVariables } from '@anton/ledger';
import { readEnvironment } from '@anton/platform';
import { antonEnvironment } from '../anton.env';
import type { Variables } from './variables';

@Module({})
class LedgerReadingModule {}

const schema = z.object({ ...antonEnvironment.pick({ ANTON_DATA_DIR: true }).shape, ...ledgerVariables });

/**
 * Runs `work` with the ledger of DATABASE_URL, else with the one of ANTON_DATA_DIR.
 * @throws PermanentError `no_ledger` when there is no SQLite file yet; BadEnvironmentError, DatabaseDownError
 */
export async function withLedger<T>(variables: Variables, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  const environment = readEnvironment(schema, variables);
  const file = ledgerFile(environment);
  if (file !== null && !existsSync(file)) {
    throw new PermanentError(`there is no ledger at ${file}`, {
      code: 'no_ledger',
      remedy:
        'Start Anton once, or set ANTON_DATA_DIR or DATABASE_URL to what the orchestrator or `anton start` uses.',
    });
  }
  const app = await NestFactory.createApplicationContext(
    { module: LedgerReadingModule, imports: [ledgerModule(environment)] },
    { logger: false, abortOnError: false },
  );
  try {
    return await work(app.get(Ledger, { strict: false }));
  } finally {
    await app.close();
  }
}
