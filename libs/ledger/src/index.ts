export { examineLedger, type LedgerState } from './adapters/examine-ledger';
export { openPostgresLedger, type PostgresLedgerOptions } from './adapters/postgres/open-postgres-ledger';
export { PostgresLedgerModule } from './adapters/postgres/postgres-ledger.module';
export type { SqliteLedgerOptions } from './adapters/sqlite/open-sqlite-ledger';
export { SqliteLedgerModule } from './adapters/sqlite/sqlite-ledger.module';
export {
  ledgerFile,
  ledgerModule,
  ledgerVariables,
  retentionVariables,
  type LedgerEnvironment,
} from './ledger.environment';
export { IllegalTransitionError } from './ledger.errors';
export { intentObstacle, type IntentObstacle } from './intent-obstacle';
export {
  Ledger,
  type Acceptance,
  type Fence,
  type Lease,
  type LeaseRequest,
  type NewRun,
  type RunCount,
  type PruneCounts,
  type PruneRequest,
  type RunRecord,
  type RunTransition,
  type SignalledTask,
  type SignalRecord,
  type SignalRecording,
  type SpendRecord,
  type TaskFilter,
  type TaskRecord,
  type TaskTransition,
} from './ledger.port';
export { DEFAULT_RETENTION_DAYS, TOMBSTONE_DAYS } from './retention';
export type { IntentAnswer, IntentFilter, IntentKind, NewIntent, TaskIntent } from './task-intent';
