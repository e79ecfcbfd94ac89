import { Injectable } from '@nestjs/common';
import { DispatchGate, DispatchGateProvider, type GateAnswer, type GateContext } from '../dispatch-gate.port';
import { TaskBudget } from '../dispatch/task-budget';

/** All attempts of a task share the limit of its route: one that has nothing left is not tried again. */
@DispatchGateProvider('task-budget', { order: 450 })
@Injectable()
export class TaskBudgetGate extends DispatchGate {
  constructor(private readonly budget: TaskBudget) {
    super();
  }

  override async check({ task, route }: GateContext): Promise<GateAnswer> {
    const { limit, spent, left } = await this.budget.of(task.taskId, route);
    if (left > 0) return { kind: 'admit' };
    return { kind: 'refuse', reason: `its attempts have spent $${spent} of the $${limit} that it may cost` };
  }
}
