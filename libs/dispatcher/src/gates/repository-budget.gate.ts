import { Injectable } from '@nestjs/common';
import { Catalog } from '@anton/catalog';
import { Ledger } from '@anton/ledger';
import { DispatchGate, DispatchGateProvider, type GateAnswer, type GateContext } from '../dispatch-gate.port';
import { budgetAnswer, startOfDay } from './budget';

/** Keeps what one repository spends in a UTC day within its policy; its running tasks count at their limit. */
@DispatchGateProvider('repository-budget', { order: 510 })
@Injectable()
export class RepositoryBudgetGate extends DispatchGate {
  constructor(
    private readonly catalog: Catalog,
    private readonly ledger: Ledger,
  ) {
    super();
  }

  override async check({ route, active, now }: GateContext): Promise<GateAnswer> {
    const id = route.repository?.id;
    const repository = this.catalog.snapshot().repositories.find((entry) => entry.id === id);
    if (repository === undefined) return { kind: 'refuse', reason: `repository ${id} is not in the catalog` };
    return budgetAnswer({
      whose: repository.id,
      budgetUsd: repository.policy.dailyBudgetUsd,
      neededUsd: route.limits.costUsd,
      active: active.filter(({ repositoryId }) => repositoryId === id),
      spentUsd: await this.ledger.spentSince(startOfDay(now), repository.id),
      now,
    });
  }
}
