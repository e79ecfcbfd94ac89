export { enricherModules } from './adapters/enricher-modules';
export { TaskEnricher, TaskEnricherProvider, type TaskEnrichment } from './enriching/task-enricher.port';
export { TaskEnriching } from './enriching/task-enriching';
export { RouterModule, type RouterModuleOptions } from './router.module';
export type { RouterModels } from './router.options';
export { Router, type Routed } from './router.service';
