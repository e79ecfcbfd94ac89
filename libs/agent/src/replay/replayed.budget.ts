import type { RouteDecision } from '@anton/contracts';
import { Budget, type BudgetLimits, type BudgetStop } from '../budget/budget';
import { budgetLimitsOf } from '../budget/budget-limits';
import { NO_USAGE } from '../budget/usage';
import type { ReplayPosition } from './replay-position';

/** Ample time for a replay, which waits for nothing. */
const MINUTES = 60;

/** Says what the run's budget had said: clocks and the reviewer's spending are not replayed. */
export class ReplayedBudget extends Budget {
  readonly limits: BudgetLimits;

  constructor(
    route: RouteDecision,
    private readonly position: ReplayPosition,
  ) {
    super();
    const { costUsd, modelCalls } = route.limits;
    this.limits = budgetLimitsOf({ limits: { costUsd, modelCalls, minutes: MINUTES } }, new Date());
  }

  override spend(): void {
    return;
  }

  override openRound(): void {
    return;
  }

  override exceeded(): BudgetStop | null {
    if (this.position.pendingTurn() !== undefined) return null;
    const outcome = this.position.stretch?.end?.outcome;
    if (outcome?.kind !== 'stopped') return null;
    const { status, reason } = outcome;
    return status === 'budget' || status === 'timeout' ? { status, reason } : null;
  }

  override warning(): string | null {
    return this.position.since('warning')[0]?.event.text ?? null;
  }

  override total() {
    return { usd: null, usage: NO_USAGE, calls: 0 };
  }
}
