import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { Catalog } from '@anton/catalog';
import { KubernetesExecutor, openKubernetesExecutor } from './kubernetes-executor';
import type { KubernetesExecutorOptions } from './kubernetes-executor.options';
import { KubernetesWatchProbe } from './kubernetes-watch.probe';

/** The executor's options, and modules that provide a Catalog. */
export interface KubernetesExecutorModuleOptions extends KubernetesExecutorOptions {
  readonly imports: NonNullable<ModuleMetadata['imports']>;
}

/** Provides the executor `kubernetes`: one Job per attempt. The vendor's client is loaded here, and nowhere else. */
@Module({})
export class KubernetesExecutorModule {
  static forRoot({ imports, ...options }: KubernetesExecutorModuleOptions): DynamicModule {
    const executor = {
      provide: KubernetesExecutor,
      inject: [Catalog],
      useFactory: (catalog: Catalog) => openKubernetesExecutor(options, catalog),
    };
    return {
      module: KubernetesExecutorModule,
      imports,
      providers: [executor, KubernetesWatchProbe],
      exports: [KubernetesExecutor],
    };
  }
}
