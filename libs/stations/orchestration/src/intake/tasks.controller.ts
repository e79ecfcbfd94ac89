import { Controller, UseFilters } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { AgentTask } from '@anton/contracts';
import { TaskLifeCycle } from '@anton/dispatcher';
import { withLogFields } from '@anton/platform';
import { taskLogFields } from '../task-log-fields';
import { ParseTaskPipe } from './parse-task.pipe';
import { RpcErrorFilter } from './rpc-error.filter';

/** Takes tasks from the queue. Returning acknowledges the message: the ledger holds the task durably by then. */
@Controller()
@UseFilters(RpcErrorFilter)
export class TasksController {
  constructor(private readonly life: TaskLifeCycle) {}

  /** A task that is known already is acknowledged like a new one. */
  @EventPattern<string>('task')
  async accept(@Payload(ParseTaskPipe) task: AgentTask): Promise<void> {
    await withLogFields(taskLogFields(task), () => this.life.accept(task));
  }
}
