import type { RunState, SignalKind, TaskOutcome, TaskState } from '@anton/contracts';
import type { Generated } from 'kysely';
import type { SpendRecord } from '../../ledger.port';
import type { IntentAnswer, IntentKind } from '../../task-intent';

/** The tables. Times are ISO 8601 UTC text, which sorts; `task`, `route` and `report` are JSON text. */
export interface LedgerSchema {
  tasks: TasksTable;
  runs: RunsTable;
  events: EventsTable;
  spend: SpendTable;
  signals: SignalsTable;
  intents: IntentsTable;
  probes: { id: number; at: string };
  /** `expires_at` is milliseconds since 1970; PostgreSQL gives large numbers as text. */
  leases: { name: string; owner: string; fence: number | string; expires_at: number | string };
}

export interface TasksTable {
  task_id: string;
  logical_key: string;
  source: string;
  correlation_key: string;
  priority: string;
  task: string;
  hash: string;
  state: TaskState;
  reason: string | null;
  outcome: TaskOutcome | null;
  route: string | null;
  attempts: number;
  not_before: string | null;
  accepted_at: string;
  updated_at: string;
  /** When an operator last had it tried again: signals of earlier events do not end it any more. */
  reopened_at: string | null;
  /** When its details were taken away. */
  pruned_at: string | null;
}

export interface RunsTable {
  task_id: string;
  attempt: number;
  executor: string;
  handle: string | null;
  state: RunState;
  reason: string | null;
  report: string | null;
  deadline_at: string;
  created_at: string;
  updated_at: string;
}

export interface EventsTable {
  seq: Generated<number>;
  task_id: string;
  /** Null for an event of the task itself. */
  attempt: number | null;
  at: string;
  from_state: string | null;
  to_state: string;
  outcome: TaskOutcome | null;
  reason: string | null;
}

export interface SpendTable {
  task_id: string;
  attempt: number;
  role: SpendRecord['role'];
  model: string;
  repository: string | null;
  usd: number | null;
  price_table: string | null;
  /** Counted in place of `usd` where that is null. */
  held_usd: number | null;
  input_tokens: number;
  cache_read_tokens: number;
  cache_write_tokens: number;
  output_tokens: number;
  at: string;
}

export interface SignalsTable {
  signal_id: string;
  source: string;
  kind: SignalKind;
  correlation_key: string;
  reason: string;
  occurred_at: string;
  received_at: string;
}

export interface IntentsTable {
  intent_id: string;
  task_id: string;
  kind: IntentKind;
  asked_by: string;
  asked_at: string;
  reason: string | null;
  /** 0 or 1. */
  is_forced: number;
  is_routed_anew: number;
  /** Null while nobody has acted. */
  answer: IntentAnswer['status'] | null;
  detail: string | null;
  answered_at: string | null;
}
