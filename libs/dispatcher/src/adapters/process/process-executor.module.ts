import { Module, type DynamicModule } from '@nestjs/common';
import { ProcessExecutor } from './process-executor';
import { PROCESS_EXECUTOR_OPTIONS, type ProcessExecutorOptions } from './process-executor.options';

/** Provides the executor `process`: one runner process per attempt on this machine. */
@Module({})
export class ProcessExecutorModule {
  static forRoot(options: ProcessExecutorOptions): DynamicModule {
    return {
      module: ProcessExecutorModule,
      providers: [{ provide: PROCESS_EXECUTOR_OPTIONS, useValue: options }, ProcessExecutor],
      exports: [ProcessExecutor],
    };
  }
}
