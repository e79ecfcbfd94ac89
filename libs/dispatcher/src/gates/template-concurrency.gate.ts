import { Injectable } from '@nestjs/common';
import { Catalog } from '@anton/catalog';
import { DispatchGate, DispatchGateProvider, type GateAnswer, type GateContext } from '../dispatch-gate.port';

/** Bounds the runs of one template, e.g. one whose toolchain needs a licence; no bound unless the template has one. */
@DispatchGateProvider('template-concurrency', { order: 400 })
@Injectable()
export class TemplateConcurrencyGate extends DispatchGate {
  constructor(private readonly catalog: Catalog) {
    super();
  }

  override async check({ route, active }: GateContext): Promise<GateAnswer> {
    const { template } = route;
    const limit =
      template === null ? undefined : this.catalog.snapshot().templates.get(template)?.maxConcurrentRuns;
    const running = active.filter((run) => run.template === template).length;
    if (limit === undefined || running < limit) return { kind: 'admit' };
    return { kind: 'wait', reason: `the limit of ${limit} runs at once with ${template} is reached` };
  }
}
