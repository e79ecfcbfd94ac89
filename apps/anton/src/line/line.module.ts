import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import { FolderCatalogModule } from '@anton/catalog';
import { CodeHostsModule, gitHubOptions, GitHubCodeHostModule, LocalCodeHostModule } from '@anton/codehost';
import { ProcessExecutorModule } from '@anton/dispatcher';
import { IntakeModule, intakeLimits } from '@anton/intake';
import { ledgerModule } from '@anton/ledger';
import { AnthropicModelModule, roleModels, RouterModel } from '@anton/models';
import { OrchestrationModule, runnerCommand, runnerEnvironment, runnerSecrets } from '@anton/orchestration';
import { HealthModule, MetricsModule, Redactor, secretValues, type ExtensionModule } from '@anton/platform';
import { taskQueueModule } from '@anton/queue';
import { enricherModules, RouterModule } from '@anton/router';
import type { AntonEnvironment } from '../anton.env';
import type { Variables } from '../operator/variables';

/** What extensions add to the two stations of this process. */
export interface LineExtensions {
  readonly ingester: readonly ExtensionModule[];
  readonly orchestrator: readonly ExtensionModule[];
}

/** The whole line in one process: intake, queue, ledger, router, dispatcher, process executor. */
@Module({})
export class LineModule {
  static forRoot(
    environment: AntonEnvironment,
    variables: Variables,
    extensions: LineExtensions,
  ): DynamicModule {
    const data = environment.ANTON_DATA_DIR;
    const queue = taskQueueModule(environment);
    const ledger = ledgerModule(environment);
    const catalog = FolderCatalogModule.forRoot({ dir: environment.ANTON_CATALOG_DIR });
    const routerModel = AnthropicModelModule.forRoot({
      apiKey: environment.ANTHROPIC_API_KEY,
      baseUrl: environment.ANTHROPIC_BASE_URL,
      bind: [RouterModel],
      redactor: new Redactor(secretValues(variables)),
    });
    const hosts = CodeHostsModule.forRoot({
      hosts: [LocalCodeHostModule.forRoot(), GitHubCodeHostModule.forRoot(gitHubOptions(environment))],
    });
    const router = RouterModule.forRoot({ models: roleModels(environment), imports: [catalog, routerModel] });
    const executor = ProcessExecutorModule.forRoot({
      command: runnerCommand(),
      runsDir: join(data, 'runs'),
      environment: runnerEnvironment(environment, variables),
      secrets: runnerSecrets(environment),
    });
    return {
      module: LineModule,
      imports: [
        HealthModule,
        MetricsModule,
        ...extensions.ingester,
        IntakeModule.forRoot({
          imports: [queue, catalog],
          secrets: variables,
          limits: intakeLimits(environment),
        }),
        OrchestrationModule.forRoot({
          imports: [queue, ledger, catalog, hosts, router, executor, ...enricherModules(environment)],
          extensions: [...extensions.orchestrator],
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
