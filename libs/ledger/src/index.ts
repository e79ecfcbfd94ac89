export {
  Ledger,
  type Acceptance,
  type NewRun,
  type RunRecord,
  type RunTransition,
  type SpendRecord,
  type TaskFilter,
  type TaskRecord,
  type TaskTransition,
} from './ledger.port';
