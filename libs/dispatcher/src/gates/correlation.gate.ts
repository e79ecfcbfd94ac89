import { Injectable } from '@nestjs/common';
import { DispatchGate, DispatchGateProvider, type GateAnswer, type GateContext } from '../dispatch-gate.port';

/** At most one run per correlation key: a follow-up on the same object waits for the one before, it is never dropped. */
@DispatchGateProvider('correlation', { order: 100 })
@Injectable()
export class CorrelationGate extends DispatchGate {
  override async check({ task, active }: GateContext): Promise<GateAnswer> {
    const other = active.find(
      (run) => run.correlationKey === task.correlationKey && run.taskId !== task.taskId,
    );
    if (other === undefined) return { kind: 'admit' };
    return { kind: 'wait', reason: `${other.taskId} is running for the same object` };
  }
}
