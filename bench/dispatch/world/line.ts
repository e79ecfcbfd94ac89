import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentTask } from '@anton/contracts';
import { openPostgresLedger } from '@anton/ledger';
import { openRabbitQueue } from '@anton/queue';
import { newOrchestrator } from '../../../test/support/orchestrator-process';
import type { AppProcess } from '../../../test/support/processes/app-process';
import type { ApiUnderTest } from '../api/api-under-test';
import type { Servers } from './servers';
import { writeCatalog } from './write-catalog';

type OpenLedger = Awaited<ReturnType<typeof openPostgresLedger>>;
type OpenQueue = Awaited<ReturnType<typeof openRabbitQueue>>;

/** How one orchestrator is set up. */
export interface LineOptions {
  readonly folder: string;
  readonly maxRuns: number;
  /** Folder for a processor profile, which slows it. */
  readonly profile?: string | undefined;
}

/** One built orchestrator on a queue, a database and a catalog of its own. */
export class Line {
  private constructor(
    readonly orchestrator: AppProcess,
    readonly ledger: OpenLedger,
    readonly databaseName: string,
    private readonly queue: OpenQueue,
  ) {}

  /** Nothing runs before `orchestrator.start()`. */
  static async make(servers: Servers, api: ApiUnderTest, options: LineOptions): Promise<Line> {
    const { folder, maxRuns, profile } = options;
    const { broker, postgres, models } = servers;
    const [brokerUri, database] = [await broker.newVhost(), await postgres.newDatabase()];
    const dir = join(folder, database);
    const catalog = join(dir, 'catalog');
    await mkdir(catalog, { recursive: true });
    await writeCatalog(catalog);
    const url = postgres.url(database);
    const variables = {
      DATABASE_URL: url,
      ANTHROPIC_BASE_URL: models.anthropicUrl,
      ANTON_MAX_RUNS: String(maxRuns),
      ANTON_MAX_WAITING: '100',
      ANTON_EXECUTOR: 'kubernetes',
      ANTON_NAMESPACE: api.namespace,
      ANTON_RUNNER_IMAGE: 'registry.example.com/anton/runner:1',
      KUBECONFIG: api.kubeconfig,
      ...(profile === undefined ? {} : { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${profile}` }),
    };
    const orchestrator = await newOrchestrator({ dir, catalog, brokerUri, ledgerFile: '', variables });
    const ledger = await openPostgresLedger({ url });
    const queue = await openRabbitQueue({ uri: brokerUri, maxInFlight: 2_000 });
    return new Line(orchestrator, ledger, database, queue);
  }

  async start(): Promise<void> {
    await this.orchestrator.start();
    await this.orchestrator.until('ready');
  }

  async publish(task: AgentTask): Promise<void> {
    await this.queue.publish({ id: task.taskId, routingKey: 'task.jira.p3', body: JSON.stringify(task) });
  }

  async stop(): Promise<void> {
    await this.orchestrator.stop();
    await this.queue.onApplicationShutdown();
    await this.ledger.onApplicationShutdown();
  }
}
