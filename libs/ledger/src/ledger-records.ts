import type { AgentTask, RouteDecision, RunReport, RunState, TaskOutcome, TaskState } from '@anton/contracts';

/** A task as the ledger holds it. Times are ISO 8601 UTC. */
export interface TaskRecord {
  readonly task: AgentTask;
  readonly hash: string;
  readonly state: TaskState;
  /** Why it waits or how it ended, readable by an operator. */
  readonly reason: string | null;
  readonly outcome: TaskOutcome | null;
  readonly route: RouteDecision | null;
  /** Attempts begun so far. */
  readonly attempts: number;
  /** Not to be looked at again before this time. */
  readonly notBefore: string | null;
  readonly acceptedAt: string;
  readonly updatedAt: string;
  /** Present in a tombstone: when its details were pruned. It keeps who it was and how it ended. */
  readonly prunedAt?: string;
}

/** One execution of a task. `handle` is the executor's own text by which it finds the run again. */
export interface RunRecord {
  readonly taskId: string;
  readonly attempt: number;
  readonly executor: string;
  readonly handle: string | null;
  readonly state: RunState;
  readonly reason: string | null;
  readonly report: RunReport | null;
  readonly deadlineAt: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Money and tokens spent on a task, one row per model role and attempt. `usd` is null for an unknown price. */
export interface SpendRecord {
  readonly taskId: string;
  readonly attempt: number;
  readonly role: 'router' | 'run';
  readonly model: string;
  /** The repository whose budget it is; null when it was spent before one was known. */
  readonly repository: string | null;
  readonly usd: number | null;
  /** The version of the prices by which `usd` was reckoned; null when nobody said. */
  readonly priceTable: string | null;
  /** What a day's budget counts while `usd` is null: what the run might have cost. */
  readonly heldUsd: number | null;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly at: string;
}
