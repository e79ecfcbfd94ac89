import { Module, type DynamicModule } from '@nestjs/common';
import { TaskQueue } from '../../task-queue.port';
import type { RabbitQueueOptions } from './rabbit-queue.options';
import { openRabbitQueue } from './rabbit-task-queue';

/** Provides {@link TaskQueue} from RabbitMQ. */
@Module({})
export class RabbitQueueModule {
  static forRoot(options: RabbitQueueOptions): DynamicModule {
    return {
      module: RabbitQueueModule,
      providers: [{ provide: TaskQueue, useFactory: () => openRabbitQueue(options) }],
      exports: [TaskQueue],
    };
  }
}
