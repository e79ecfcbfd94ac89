import { Inject, Injectable } from '@nestjs/common';
import { DispatchGate, DispatchGateProvider, type GateAnswer, type GateContext } from '../dispatch-gate.port';
import { DISPATCHER_OPTIONS, type DispatcherOptions } from '../dispatcher.options';

/** Bounds the runs of all repositories together. */
@DispatchGateProvider('concurrency', { order: 200 })
@Injectable()
export class ConcurrencyGate extends DispatchGate {
  constructor(@Inject(DISPATCHER_OPTIONS) private readonly options: DispatcherOptions) {
    super();
  }

  override async check({ active }: GateContext): Promise<GateAnswer> {
    const limit = this.options.maxConcurrentRuns;
    if (active.length < limit) return { kind: 'admit' };
    return { kind: 'wait', reason: `the limit of ${limit} runs at once is reached` };
  }
}
