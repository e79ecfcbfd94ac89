import { DiscoveryModule } from '@nestjs/core';
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { TaskEnricherRegistry } from './enriching/task-enricher.port';
import { TaskEnriching } from './enriching/task-enriching';
import { ROUTER_MODELS, type RouterModels } from './router.options';
import { Router } from './router.service';

/** What the app hands in: the model ids, and modules that provide the catalog and the router's model. */
export interface RouterModuleOptions {
  readonly models: RouterModels;
  readonly imports: NonNullable<ModuleMetadata['imports']>;
}

/** Provides {@link Router} and {@link TaskEnriching}; enrichers of any module of the application take part. */
@Module({})
export class RouterModule {
  static forRoot({ models, imports }: RouterModuleOptions): DynamicModule {
    return {
      module: RouterModule,
      imports: [DiscoveryModule, ...imports],
      providers: [{ provide: ROUTER_MODELS, useValue: models }, Router, TaskEnricherRegistry, TaskEnriching],
      exports: [Router, TaskEnriching],
    };
  }
}
