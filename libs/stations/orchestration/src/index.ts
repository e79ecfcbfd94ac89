export { RpcErrorFilter } from './intake/rpc-error.filter';
export { OrchestrationModule } from './orchestration.module';
export type { OrchestrationOptions } from './orchestration.options';
