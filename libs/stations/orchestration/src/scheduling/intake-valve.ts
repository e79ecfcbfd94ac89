import { Inject, Injectable, Logger } from '@nestjs/common';
import { TaskQueueServer } from '@anton/queue';
import { ORCHESTRATION_OPTIONS, type OrchestrationOptions } from '../orchestration.options';

/** Stops consuming while too many tasks wait: the rest stays in the queue, which is the signal of load. */
@Injectable()
export class IntakeValve {
  private readonly logger = new Logger(IntakeValve.name);
  private closed = false;

  constructor(
    private readonly server: TaskQueueServer,
    @Inject(ORCHESTRATION_OPTIONS) private readonly options: OrchestrationOptions,
  ) {}

  /** `waiting` counts the tasks that are accepted, being routed or waiting. */
  adjust(waiting: number): void {
    const close = waiting >= this.options.maxWaiting;
    if (close === this.closed) return;
    this.closed = close;
    if (close) this.server.pause();
    else this.server.resume();
    this.logger.log(`${close ? 'no more tasks are taken' : 'tasks are taken again'}: ${waiting} wait`);
  }
}
