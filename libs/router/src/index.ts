export { RouterModule, type RouterModuleOptions } from './router.module';
export type { RouterModels } from './router.options';
export { Router, type Routed } from './router.service';
