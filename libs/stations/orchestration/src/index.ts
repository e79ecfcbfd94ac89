export { OrchestrationModule } from './orchestration.module';
export type { OrchestrationOptions } from './orchestration.options';
