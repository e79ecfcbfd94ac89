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
