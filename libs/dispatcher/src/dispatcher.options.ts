/** How runs are begun and ended. */
export interface DispatcherOptions {
  /** The name of the executor: `process`, `kubernetes`, or a team's own. */
  readonly executor: string;
  /** Runs at once, all repositories together. */
  readonly maxConcurrentRuns: number;
  /** US dollars that all repositories together may cost in a UTC day. Default: only the repositories' own budgets. */
  readonly dailyBudgetUsd?: number | undefined;
  /**
   * How long to wait before the attempt after a lost one, in milliseconds; there is one attempt more than there are
   * delays. Default 10 s, 60 s: three attempts.
   */
  readonly retryDelaysMs?: readonly number[];
  /** How far the deadline of a run lies behind the runner's own. Default 5 minutes (architecture 5.4). */
  readonly deadlineMarginMs?: number;
}

/** DI token of {@link DispatcherOptions}. */
export const DISPATCHER_OPTIONS = Symbol('DISPATCHER_OPTIONS');

export const DEFAULT_RETRY_DELAYS_MS: readonly number[] = [10_000, 60_000];
export const DEFAULT_DEADLINE_MARGIN_MS = 5 * 60_000;
