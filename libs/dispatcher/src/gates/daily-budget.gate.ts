import { Injectable } from '@nestjs/common';
import { Catalog } from '@anton/catalog';
import { Ledger, type TaskRecord } from '@anton/ledger';
import { DispatchGate, DispatchGateProvider, type GateAnswer, type GateContext } from '../dispatch-gate.port';

const ASK_AGAIN_MS = 60_000;
/** Tasks looked at to tell the spend of one repository from that of all; more than any day is expected to see. */
const NEWEST_TASKS = 500;

const sum = (amounts: readonly number[]): number => amounts.reduce((total, usd) => total + usd, 0);

/**
 * Keeps what a repository spends in a UTC day, counting its running tasks at the limit of their routes, within its
 * policy. A model without a known price counts as 0.
 */
@DispatchGateProvider('daily-budget', { order: 400 })
@Injectable()
export class DailyBudgetGate extends DispatchGate {
  constructor(
    private readonly catalog: Catalog,
    private readonly ledger: Ledger,
  ) {
    super();
  }

  override async check({ route, now }: GateContext): Promise<GateAnswer> {
    const id = route.repository?.id;
    const budget = this.catalog.snapshot().repositories.find((entry) => entry.id === id)
      ?.policy.dailyBudgetUsd;
    if (budget === undefined) return { kind: 'admit' };
    const needed = route.limits.costUsd;
    if (needed > budget)
      return {
        kind: 'refuse',
        reason: `one run may cost $${needed}, the daily budget of ${id} is $${budget}`,
      };
    const day = now.toISOString().slice(0, 10);
    const free = budget - (await this.reserved(id));
    if ((await this.ledger.spentSince(new Date(day))) + needed <= free) return { kind: 'admit' };
    if ((await this.spent(id, day)) + needed <= free) return { kind: 'admit' };
    const reason = `the budget of ${id} for ${day}, $${budget}, does not cover another run`;
    return { kind: 'wait', reason, retryAfterMs: ASK_AGAIN_MS };
  }

  private async reserved(repositoryId: string | undefined): Promise<number> {
    const running = this.of(repositoryId, await this.ledger.listTasks({ states: ['running'] }));
    return sum(running.map((record) => record.route?.limits.costUsd ?? 0));
  }

  private async spent(repositoryId: string | undefined, day: string): Promise<number> {
    const tasks = await this.ledger.listTasks({ states: ['waiting', 'settled'], limit: NEWEST_TASKS });
    const today = this.of(repositoryId, tasks).filter((record) => record.updatedAt >= day);
    const spends = await Promise.all(today.map(async ({ task }) => this.ledger.listSpend(task.taskId)));
    return sum(spends.flat().flatMap(({ at, usd }) => (at >= day && usd !== null ? [usd] : [])));
  }

  private of(repositoryId: string | undefined, tasks: readonly TaskRecord[]): readonly TaskRecord[] {
    return tasks.filter((record) => record.route?.repository?.id === repositoryId);
  }
}
