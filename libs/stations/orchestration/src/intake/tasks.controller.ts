import { Controller, UseFilters, UseInterceptors } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import { AgentTask } from '@anton/contracts';
import { TaskLifeCycle } from '@anton/dispatcher';
import { RpcErrorFilter } from '@anton/queue';
import { MessageAgeInterceptor } from '../metrics/message-age.interceptor';
import { ParseTaskPipe } from './parse-task.pipe';

/** Takes tasks from the queue. Returning acknowledges the message: the ledger holds the task durably by then. */
@Controller()
@UseFilters(RpcErrorFilter)
@UseInterceptors(MessageAgeInterceptor)
export class TasksController {
  constructor(private readonly life: TaskLifeCycle) {}

  /** A task that is known already is acknowledged like a new one. */
  @EventPattern<string>('task')
  async accept(@Payload(ParseTaskPipe) task: AgentTask): Promise<void> {
    await this.life.accept(task);
  }
}
