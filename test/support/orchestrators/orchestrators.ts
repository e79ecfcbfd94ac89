import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentTask } from '@anton/contracts';
import { openPostgresLedger } from '@anton/ledger';
import { openRabbitQueue } from '@anton/queue';
import { startScriptedModels, type ScriptedModels } from '@anton/simulation';
import { writeSampleCatalog } from '@anton/testing/samples';
import { newOrchestrator } from '../orchestrator-process';
import type { Postgres } from '../postgres/postgres';
import type { AppProcess } from '../processes/app-process';
import type { Broker } from '../rabbitmq/broker';

const ROUTE = {
  verdict: 'fix',
  template: 'node-service',
  skills: [],
  complexity: 'small',
  risk: 'low',
  confidence: 0.9,
  reason: 'a stack trace in our own code',
  question: '',
};
const QUEUES = /^orchestrator_queue/;

/** What real servers the orchestrators share. */
export interface SharedServers {
  readonly broker: Broker;
  readonly postgres: Postgres;
  /** The folder of the applications. */
  readonly apps: string;
}

/** Orchestrator processes on one queue, one ledger, one folder of runs and one scripted model. */
export class Orchestrators {
  private constructor(
    private readonly servers: SharedServers,
    private readonly dir: string,
    private readonly uri: string,
    private readonly database: string,
    readonly models: ScriptedModels,
    readonly all: readonly AppProcess[],
    readonly ledger: Awaited<ReturnType<typeof openPostgresLedger>>,
    private readonly queue: Awaited<ReturnType<typeof openRabbitQueue>>,
  ) {}

  /** Makes `count` of them; none is started. */
  static async make(servers: SharedServers, count: number, maxRuns: number): Promise<Orchestrators> {
    const { broker, postgres, apps } = servers;
    const dir = mkdtempSync(join(tmpdir(), 'anton-orchestrators-'));
    const catalog = join(dir, 'catalog');
    await writeSampleCatalog(catalog, { maxConcurrentRuns: 100, dailyBudgetUsd: 10_000 });
    const models = await startScriptedModels({ router: [{ json: ROUTE, delayMs: 100 }] });
    const [brokerUri, database] = [await broker.newVhost(), await postgres.newDatabase()];
    const variables = {
      DATABASE_URL: postgres.url(database),
      ANTHROPIC_BASE_URL: models.anthropicUrl,
      ANTON_MAX_RUNS: String(maxRuns),
    };
    const place = { dir, catalog, brokerUri, ledgerFile: '', variables, apps };
    const all = await Promise.all(Array.from({ length: count }, () => newOrchestrator(place)));
    const ledger = await openPostgresLedger({ url: postgres.url(database) });
    const queue = await openRabbitQueue({ uri: brokerUri, maxInFlight: 2_000 });
    return new Orchestrators(servers, dir, brokerUri, database, models, all, ledger, queue);
  }

  async start(): Promise<void> {
    await Promise.all(this.all.map(async (app) => app.start()));
    await Promise.all(this.all.map(async (app) => app.until('ready')));
  }

  async publish(task: AgentTask, times = 1): Promise<void> {
    const message = { id: task.taskId, routingKey: 'task.jira.p3', body: JSON.stringify(task) };
    await Promise.all(Array.from({ length: times }, async () => this.queue.publish(message)));
  }

  /** What a command of the operator needs to read the ledger. */
  get variables(): Readonly<Record<string, string>> {
    return { DATABASE_URL: this.servers.postgres.url(this.database) };
  }

  /** Messages in all queues but the dead letters, delivered ones included. */
  messages(): Promise<number> {
    return this.servers.broker.vhost(this.uri).messages(QUEUES);
  }

  /** The process that schedules, or undefined when it is none of them. */
  async holder(): Promise<AppProcess | undefined> {
    const [lease] = await this.servers.postgres.query('select owner from leases', this.database);
    const pid = Number(String(lease?.['owner']).split('/')[1]);
    return this.all.find((app) => app.running && app.pid === pid);
  }

  /** Most runs at one time, by the order of the ledger's events. */
  async mostAtOnce(): Promise<number> {
    const events = await this.servers.postgres.query(
      'select to_state from events where attempt is not null order by seq',
      this.database,
    );
    let active = 0;
    const counts = events.map(
      ({ to_state: to }) => (active += to === 'created' ? 1 : to === 'settled' ? -1 : 0),
    );
    return Math.max(0, ...counts);
  }

  /**
   * How often a runner began to work on a task. An orchestrator that dies while it starts one leaves an attempt that
   * never began, and the next attempt does the work.
   */
  starts(): Readonly<Record<string, number>> {
    const runs = join(this.dir, 'orchestrator', 'runs');
    const starts: Record<string, number> = {};
    for (const name of readdirSync(runs)) {
      const taskId = name.replace(/-r\d+$/, '');
      const log = join(runs, name, 'runner.log');
      const began = existsSync(log) ? readFileSync(log, 'utf8').split('runner started').length - 1 : 0;
      starts[taskId] = (starts[taskId] ?? 0) + began;
    }
    return starts;
  }

  lastLines(): string {
    return this.all.map((app) => app.lastLines()).join('\n---\n');
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map(async (app) => app.kill()));
    await this.queue.onApplicationShutdown();
    await this.ledger.onApplicationShutdown();
    await this.models.close();
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
