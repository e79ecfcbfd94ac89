import { Module, type DynamicModule } from '@nestjs/common';
import { TaskQueue } from '../../task-queue.port';
import type { SqliteQueueOptions } from './sqlite-queue.options';
import { openSqliteQueue } from './sqlite-task-queue';

/** Provides {@link TaskQueue} from a SQLite file, for one machine. */
@Module({})
export class SqliteQueueModule {
  static forRoot(options: SqliteQueueOptions): DynamicModule {
    return {
      module: SqliteQueueModule,
      providers: [{ provide: TaskQueue, useFactory: () => openSqliteQueue(options) }],
      exports: [TaskQueue],
    };
  }
}
