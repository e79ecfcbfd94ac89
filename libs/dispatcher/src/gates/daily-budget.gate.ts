import { Inject, Injectable } from '@nestjs/common';
import { Ledger } from '@anton/ledger';
import { DispatchGate, DispatchGateProvider, type GateAnswer, type GateContext } from '../dispatch-gate.port';
import { DISPATCHER_OPTIONS, type DispatcherOptions } from '../dispatcher.options';
import { budgetAnswer, startOfDay } from './budget';

/** Keeps what all repositories together spend in a UTC day within ANTON_DAILY_BUDGET_USD; running tasks count at their limit. */
@DispatchGateProvider('daily-budget', { order: 500 })
@Injectable()
export class DailyBudgetGate extends DispatchGate {
  constructor(
    private readonly ledger: Ledger,
    @Inject(DISPATCHER_OPTIONS) private readonly options: DispatcherOptions,
  ) {
    super();
  }

  override async check({ route, active, now }: GateContext): Promise<GateAnswer> {
    const { dailyBudgetUsd } = this.options;
    if (dailyBudgetUsd === undefined) return { kind: 'admit' };
    return budgetAnswer({
      whose: 'Anton',
      budgetUsd: dailyBudgetUsd,
      neededUsd: route.limits.costUsd,
      active,
      spentUsd: await this.ledger.spentSince(startOfDay(now)),
      now,
    });
  }
}
