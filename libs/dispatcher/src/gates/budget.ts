import type { ActiveRun, GateAnswer } from '../dispatch-gate.port';

/** What a day's budget is asked about. Amounts are US dollars. */
interface BudgetQuestion {
  /** Whose budget it is, for the operator. */
  readonly whose: string;
  readonly budgetUsd: number;
  /** The most that the run may cost. */
  readonly neededUsd: number;
  /** Runs that draw on the same budget and have not told their cost yet. */
  readonly active: readonly ActiveRun[];
  /** Read after `active` was: what ended in between counts twice, never not at all. */
  readonly spentUsd: number;
  readonly now: Date;
}

const ASK_AGAIN_MS = 60_000;

const usd = (amount: number): string => `$${amount.toFixed(2)}`;

/** The beginning of the UTC day. */
export function startOfDay(now: Date): Date {
  return new Date(now.toISOString().slice(0, 10));
}

/**
 * Admits a run when the budget covers it at its limit, beside what was spent today and what the running ones may still
 * cost. A run that no day's budget could cover is refused.
 */
export function budgetAnswer({
  whose,
  budgetUsd,
  neededUsd,
  active,
  spentUsd,
  now,
}: BudgetQuestion): GateAnswer {
  if (neededUsd > budgetUsd)
    return {
      kind: 'refuse',
      reason: `one run may cost ${usd(neededUsd)}, the daily budget of ${whose} is ${usd(budgetUsd)}`,
    };
  const reserved = active.reduce((sum, { reservedUsd }) => sum + reservedUsd, 0);
  if (spentUsd + reserved + neededUsd <= budgetUsd) return { kind: 'admit' };
  const day = now.toISOString().slice(0, 10);
  const used = `${usd(spentUsd)} are spent and ${usd(reserved)} reserved`;
  return {
    kind: 'wait',
    reason: `the budget of ${whose} for ${day}, ${usd(budgetUsd)}, does not cover ${usd(neededUsd)} more: ${used}`,
    retryAfterMs: ASK_AGAIN_MS,
  };
}
