import type { ModelReply } from '@anton/models';
import type { Journal } from '../trajectory/journal';
import { Budget, type BudgetLimits, type BudgetRole, type BudgetStop } from './budget';

/** What a life whose time is over may take to come to where the one before was. Nothing new begins in it. */
export const CATCH_UP_MS = 120_000;

/**
 * A budget that says to the coder what it said before, as long as the journal goes, for the clock has gone on; what is
 * spent is counted as ever.
 */
export class ResumedBudget extends Budget {
  override readonly limits: BudgetLimits;

  constructor(
    private readonly inner: Budget,
    private readonly journal: Journal,
  ) {
    super();
    const { hardDeadline } = inner.limits;
    const soonest = Date.now() + CATCH_UP_MS;
    this.limits = { ...inner.limits, hardDeadline: new Date(Math.max(hardDeadline.getTime(), soonest)) };
  }

  override spend(role: BudgetRole, reply: ModelReply): void {
    this.inner.spend(role, reply);
  }

  override openRound(): void {
    this.inner.openRound();
  }

  override exceeded(now: Date, role: BudgetRole = 'coder'): BudgetStop | null {
    const goesOn = role === 'coder' && this.journal.nextOfCoder() !== null;
    return goesOn ? null : this.inner.exceeded(now, role);
  }

  override warning(now: Date): string | null {
    const next = this.journal.nextOfCoder();
    if (next?.type === 'model_request') return null;
    const news = this.inner.warning(now);
    return next === null ? news : next.text;
  }

  override total(): ReturnType<Budget['total']> {
    return this.inner.total();
  }
}
