export { missingRights, type ClusterPlace } from './adapters/kubernetes/examine-cluster';
export type { Account } from './adapters/kubernetes/examine/account-rights';
export { ClusterView, type Unseen } from './adapters/kubernetes/examine/cluster-view';
export type { ProbeResult } from './adapters/kubernetes/examine/probe-pods';
export { KubernetesExecutor, openKubernetesExecutor } from './adapters/kubernetes/kubernetes-executor';
export {
  BadManifestError,
  BadRunError,
  ForeignRunError,
  KubernetesRefusedError,
  KubernetesUnavailableError,
  RunBeingRemovedError,
  RunNotStoppedError,
} from './adapters/kubernetes/kubernetes-executor.errors';
export {
  KubernetesExecutorModule,
  type KubernetesExecutorModuleOptions,
} from './adapters/kubernetes/kubernetes-executor.module';
export type {
  CreatePoint,
  KubernetesExecutorOptions,
} from './adapters/kubernetes/kubernetes-executor.options';
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
export { Dispatcher, type DispatchResult } from './dispatch/dispatcher';
export { ContextTooLargeError } from './dispatch/run-context';
export { runSpan } from './dispatch/run-trace';
export { TaskBudget } from './dispatch/task-budget';
export { DispatcherModule, type DispatcherModuleOptions } from './dispatcher.module';
export type { DispatcherOptions } from './dispatcher.options';
export {
  Executor,
  ExecutorProvider,
  ExecutorRegistry,
  type RunObservation,
  type RunRequest,
  type RunWaiting,
} from './executor.port';
export {
  categorized,
  categoryOf,
  FAILURE_CATEGORIES,
  WAITING_CATEGORIES,
  type FailureCategory,
  type WaitingCategory,
} from './failure-category';
export { LifeCycleFeed } from './life-cycle/life-cycle-feed';
export { TaskLifeCycle } from './life-cycle/task-life-cycle';
export { taskLogFields } from './life-cycle/task-log-fields';
export { FollowUps } from './life-cycle/follow-ups';
export { TaskSignals } from './life-cycle/task-signals';
export { SchedulingLease } from './lease/scheduling-lease';
export { RunSettler } from './settle/run-settler';
