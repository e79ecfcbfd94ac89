export { OrchestrationModule } from './orchestration.module';
export type { OrchestrationOptions } from './orchestration.options';
export {
  runnerCommand,
  runnerEnvironment,
  runnerPodEnvironment,
  runnerSecrets,
  type RunnerSettings,
} from './runner/runner-process';
