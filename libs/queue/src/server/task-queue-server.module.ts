import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { TASK_QUEUE_SERVER_OPTIONS, TaskQueueServer, type TaskQueueServerOptions } from './task-queue.server';

/** What the server consumes, and how. */
export interface TaskQueueServerModuleOptions extends TaskQueueServerOptions {
  /** The module that provides the task queue. */
  readonly imports: NonNullable<ModuleMetadata['imports']>;
}

/** Provides {@link TaskQueueServer} for `connectMicroservice` and for whoever pauses it. */
@Module({})
export class TaskQueueServerModule {
  static forRoot({ imports, ...options }: TaskQueueServerModuleOptions): DynamicModule {
    return {
      module: TaskQueueServerModule,
      imports,
      providers: [{ provide: TASK_QUEUE_SERVER_OPTIONS, useValue: options }, TaskQueueServer],
      exports: [TaskQueueServer],
    };
  }
}
