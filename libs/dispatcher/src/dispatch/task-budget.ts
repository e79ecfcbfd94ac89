import { Injectable } from '@nestjs/common';
import type { RouteDecision } from '@anton/contracts';
import { Ledger } from '@anton/ledger';

/** What a task may cost: the limit of its route, for all of its attempts together. Amounts are US dollars. */
export interface BudgetLeft {
  readonly limit: number;
  readonly spent: number;
  /** 0 when nothing is left. */
  readonly left: number;
}

/** Hundredths of a cent, so that sums of dollars do not end in ...0000004. */
const rounded = (usd: number): number => Math.round(usd * 10_000) / 10_000;

/** Knows what earlier attempts of a task have left of its budget. A model without a known price counts as 0. */
@Injectable()
export class TaskBudget {
  constructor(private readonly ledger: Ledger) {}

  async of(taskId: string, { limits }: Pick<RouteDecision, 'limits'>): Promise<BudgetLeft> {
    const runs = (await this.ledger.listSpend(taskId)).filter(({ role }) => role === 'run');
    const spent = rounded(runs.reduce((sum, { usd }) => sum + (usd ?? 0), 0));
    return { limit: limits.costUsd, spent, left: Math.max(0, rounded(limits.costUsd - spent)) };
  }
}
