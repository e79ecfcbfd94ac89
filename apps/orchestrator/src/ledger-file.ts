import { join } from 'node:path';
import type { OrchestratorEnvironment } from './orchestrator.env';

/** The SQLite file of the ledger: the one that DATABASE_URL names, else the one beside the embedded queue. */
export function ledgerFile({ ANTON_DATA_DIR, DATABASE_URL }: OrchestratorEnvironment): string {
  return DATABASE_URL === undefined ? join(ANTON_DATA_DIR, 'ledger.db') : DATABASE_URL.slice('file:'.length);
}
