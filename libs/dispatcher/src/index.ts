export { ProcessExecutor } from './adapters/process/process-executor';
export { BadContextFileError, RunnerNotStartedError } from './adapters/process/process-executor.errors';
export { ProcessExecutorModule } from './adapters/process/process-executor.module';
export type { ProcessExecutorOptions } from './adapters/process/process-executor.options';
export {
  DispatchGate,
  DispatchGateProvider,
  DispatchGateRegistry,
  type ActiveRun,
  type GateAnswer,
  type GateContext,
} from './dispatch-gate.port';
export {
  Executor,
  ExecutorProvider,
  ExecutorRegistry,
  type RunObservation,
  type RunRequest,
} from './executor.port';
