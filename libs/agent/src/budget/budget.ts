import type { ModelReply, ModelUsage } from '@anton/models';

/** What a run may spend, of `agent-loop` 5.1. Calls beyond `callsPerRound` need another {@link Budget.openRound}. */
export interface BudgetLimits {
  readonly usd: number;
  /** Model calls of the coder before the first review (default 80) and for each further round (25). */
  readonly callsFirstRound: number;
  readonly callsPerFurtherRound: number;
  readonly callsTotal: number;
  readonly grossInputTokens: number;
  readonly outputTokens: number;
  /** When the wrap-up message is due, and when the work stops. */
  readonly softDeadline: Date;
  readonly hardDeadline: Date;
}

/** Who spends. Only the coder is bound by the number of calls; money, tokens and time bind both. */
export type BudgetRole = 'coder' | 'reviewer';

/** Why no further call is allowed. */
export interface BudgetStop {
  readonly status: 'budget' | 'timeout';
  readonly reason: string;
}

/** Money, calls, tokens and time of one run, checked in one place. The reviewer spends from the same budget. */
export abstract class Budget {
  abstract readonly limits: BudgetLimits;

  /** Counts a reply. An unknown price counts tokens only. */
  abstract spend(role: BudgetRole, reply: ModelReply): void;

  /** Allows the calls of a further fix round. */
  abstract openRound(): void;

  /** Null while a further call is allowed; `role` defaults to the coder. */
  abstract exceeded(now: Date, role?: BudgetRole): BudgetStop | null;

  /** A sentence for the model when 80 % of something is spent or the soft deadline has passed; once each. */
  abstract warning(now: Date): string | null;

  /** Null usd when a model without a known price took part. `calls` counts both roles. */
  abstract total(): { readonly usd: number | null; readonly usage: ModelUsage; readonly calls: number };
}
