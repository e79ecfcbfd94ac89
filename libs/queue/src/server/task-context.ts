import { BaseRpcContext } from '@nestjs/microservices';
import type { Delivery } from '../task-queue.port';

/** What an `@EventPattern('task')` handler gets beside the message: `@Ctx() context: TaskContext`. */
export class TaskContext extends BaseRpcContext<[Delivery]> {
  /** The delivery that is being handled. */
  get delivery(): Delivery {
    return this.args[0];
  }
}
