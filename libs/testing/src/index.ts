export { executorContract, type ExecutorSubject } from './executor.contract';
export { SCRIPTED_RUNNER, type RunnerScript } from './scripted-runner/runner-script';
