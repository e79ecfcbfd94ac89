import { Module, type DynamicModule } from '@nestjs/common';
import { FolderCatalogModule } from '@anton/catalog';
import { CodeHostsModule, gitHubOptions, GitHubCodeHostModule, LocalCodeHostModule } from '@anton/codehost';
import { ledgerModule } from '@anton/ledger';
import { AnthropicModelModule, roleModels, RouterModel } from '@anton/models';
import { OrchestrationModule } from '@anton/orchestration';
import { HealthModule, MetricsModule, Redactor, secretValues, type ExtensionModule } from '@anton/platform';
import { taskQueueModule } from '@anton/queue';
import { enricherModules, RouterModule } from '@anton/router';
import { executorModule } from './executor-module';
import type { OrchestratorEnvironment } from './orchestrator.env';

/** Queue in, runs out. */
@Module({})
export class OrchestratorModule {
  static forRoot(
    environment: OrchestratorEnvironment,
    variables: Readonly<Record<string, string | undefined>>,
    extensions: readonly ExtensionModule[],
  ): DynamicModule {
    const catalog = FolderCatalogModule.forRoot({ dir: environment.ANTON_CATALOG_DIR });
    const model = AnthropicModelModule.forRoot({
      apiKey: environment.ANTHROPIC_API_KEY,
      baseUrl: environment.ANTHROPIC_BASE_URL,
      bind: [RouterModel],
      redactor: new Redactor(secretValues(variables)),
    });
    const hosts = CodeHostsModule.forRoot({
      hosts: [LocalCodeHostModule.forRoot(), GitHubCodeHostModule.forRoot(gitHubOptions(environment))],
    });
    const imports = [
      hosts,
      taskQueueModule(environment),
      ledgerModule(environment),
      catalog,
      RouterModule.forRoot({ models: roleModels(environment), imports: [catalog, model] }),
      ...enricherModules(environment),
      executorModule(environment, variables, catalog),
    ];
    return {
      module: OrchestratorModule,
      imports: [
        HealthModule,
        MetricsModule,
        OrchestrationModule.forRoot({
          imports,
          extensions: [...extensions],
          executor: environment.ANTON_EXECUTOR,
          maxConcurrentRuns: environment.ANTON_MAX_RUNS,
          dailyBudgetUsd: environment.ANTON_DAILY_BUDGET_USD,
          maxWaiting: environment.ANTON_MAX_WAITING,
          ledgerRetentionDays: environment.ANTON_LEDGER_RETENTION_DAYS,
        }),
      ],
    };
  }
}
