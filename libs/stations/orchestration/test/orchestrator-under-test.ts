import { join } from 'node:path';
import type { DynamicModule, INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { FolderCatalogModule } from '@anton/catalog';
import { CodeHostsModule, LocalCodeHostModule } from '@anton/codehost';
import { ProcessExecutorModule } from '@anton/dispatcher';
import { SqliteLedgerModule } from '@anton/ledger';
import { AnthropicModelModule, RouterModel } from '@anton/models';
import { MetricsModule, Redactor } from '@anton/platform';
import { SqliteQueueModule, TaskQueueServer } from '@anton/queue';
import { RouterModule } from '@anton/router';
import { OrchestrationModule, type OrchestrationOptions } from '../src';

/** What an orchestrator works with; JSON, so that it can be handed to another process. */
export interface OrchestratorSetup {
  /** Holds `catalog/`; everything else is made in it. */
  readonly dir: string;
  /** The program that plays the runner. */
  readonly runner: string;
  readonly modelUrl: string;
  readonly options?: Partial<Omit<OrchestrationOptions, 'imports'>>;
}

/** Starts a whole orchestrator of real parts, with short waits. */
export async function startOrchestrator(
  { dir, runner, modelUrl, options = {} }: OrchestratorSetup,
  ledger: DynamicModule = SqliteLedgerModule.forRoot({ file: join(dir, 'ledger.db') }),
): Promise<INestApplication> {
  const catalog = FolderCatalogModule.forRoot({ dir: join(dir, 'catalog') });
  const model = AnthropicModelModule.forRoot({
    apiKey: 'canary',
    baseUrl: modelUrl,
    bind: [RouterModel],
    redactor: new Redactor(),
    retry: { attempts: 2, initialDelayMs: 10, maxDelayMs: 20 },
  });
  const models = { router: 'claude-router', coder: 'claude-coder', reviewer: 'gpt-reviewer' };
  const orchestration = OrchestrationModule.forRoot({
    imports: [
      SqliteQueueModule.forRoot({ file: join(dir, 'queue.db'), pollIntervalMs: 20 }),
      ledger,
      catalog,
      CodeHostsModule.forRoot({ hosts: [LocalCodeHostModule.forRoot()] }),
      RouterModule.forRoot({ models, imports: [catalog, model] }),
      ProcessExecutorModule.forRoot({
        command: [process.execPath, runner],
        runsDir: join(dir, 'runs'),
        environment: { PATH: '/usr/bin:/bin' },
        secrets: { ANTHROPIC_API_KEY: 'canary' },
        killGraceMs: 500,
      }),
    ],
    executor: 'process',
    maxConcurrentRuns: 4,
    maxWaiting: 100,
    tickMs: 50,
    retryDelaysMs: [10, 10],
    routerPauseMs: { first: 50, longest: 200 },
    ...options,
  });
  const module = { module: class {}, imports: [MetricsModule, orchestration] };
  const app = await NestFactory.create(module, new FastifyAdapter(), { logger: false, abortOnError: false });
  app.connectMicroservice({ strategy: app.get(TaskQueueServer) }, { inheritAppConfig: true });
  await app.startAllMicroservices();
  await app.init();
  return app;
}
