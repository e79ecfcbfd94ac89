import { Injectable } from '@nestjs/common';
import { Catalog } from '@anton/catalog';
import { DispatchGate, DispatchGateProvider, type GateAnswer, type GateContext } from '../dispatch-gate.port';

/** Bounds the runs of one repository by its policy; a repository that has left the catalog is refused. */
@DispatchGateProvider('repository-concurrency', { order: 300 })
@Injectable()
export class RepositoryConcurrencyGate extends DispatchGate {
  constructor(private readonly catalog: Catalog) {
    super();
  }

  override async check({ route, active }: GateContext): Promise<GateAnswer> {
    const id = route.repository?.id;
    const repository = this.catalog.snapshot().repositories.find((entry) => entry.id === id);
    if (repository === undefined) return { kind: 'refuse', reason: `repository ${id} is not in the catalog` };
    const limit = repository.policy.maxConcurrentRuns;
    const running = active.filter((run) => run.repositoryId === id).length;
    if (running < limit) return { kind: 'admit' };
    return { kind: 'wait', reason: `the limit of ${limit} runs at once in ${id} is reached` };
  }
}
