import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FolderCatalogModule } from '@anton/catalog';
import { AnthropicModelModule, CoderModel, DEFAULT_MODELS, RouterModel } from '@anton/models';
import { Redactor } from '@anton/platform';
import { Router, RouterModule, type RouterModels } from '@anton/router';
import { CountedModel } from './counted-model';
import { SilentModel } from './silent-model';

/** How the vendor is reached. */
export interface LiveModel {
  readonly apiKey: string;
  readonly baseUrl: string | undefined;
}

@Module({
  providers: [{ provide: RouterModel, useClass: SilentModel }],
  exports: [RouterModel],
})
class RulesAlone {}

@Module({})
class Live {
  static forRoot(live: LiveModel): DynamicModule {
    const inject = [CoderModel];
    const useFactory = (vendor: CoderModel): CountedModel => new CountedModel(vendor);
    return {
      module: Live,
      imports: [
        AnthropicModelModule.forRoot({ ...live, bind: [CoderModel], redactor: new Redactor([live.apiKey]) }),
      ],
      providers: [{ provide: RouterModel, inject, useFactory }],
      exports: [RouterModel],
    };
  }
}

@Module({})
class RoutingBench {}

/** The orchestrator's own router over a catalog in `dir`; without `live` no model is asked. */
export async function openRouter(
  dir: string,
  live: LiveModel | undefined,
  models: RouterModels = DEFAULT_MODELS,
): Promise<{ readonly router: Router; close(): Promise<void> }> {
  const catalog = FolderCatalogModule.forRoot({ dir, watch: false });
  const model: DynamicModule = live === undefined ? { module: RulesAlone } : Live.forRoot(live);
  const imports = [RouterModule.forRoot({ models, imports: [catalog, model] })];
  const context = await NestFactory.createApplicationContext(
    { module: RoutingBench, imports },
    { logger: false, abortOnError: false },
  );
  return { router: context.get(Router, { strict: false }), close: () => context.close() };
}
