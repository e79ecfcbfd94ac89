import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentTask } from '@anton/contracts';
import { openPostgresLedger } from '@anton/ledger';
import {
  API_KINDS,
  runJobs,
  ScriptedKubernetes,
  startScriptedModels,
  type ApiKind,
  type ApiObject,
  type ScriptedModels,
} from '@anton/simulation';
import { sampleTask, writeSampleCatalog } from '@anton/testing/samples';
import { newOrchestrator } from '../orchestrator-process';
import { WATCH_VARIABLE, type FaultPoint, type WatchOrder } from './fault-point';
import type { FaultServers, TestQueue } from './fault-servers';
import { reportOf } from './report-of';
import type { WireCall } from './wire-calls';

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
const RUN_MS = 50;
const POLL_MS = 150;
const QUEUES = /^orchestrator_queue/;

/**
 * One task and all that it needs: a real queue that holds nothing else, a real database of its own, a scripted model and
 * a scripted API server whose Jobs succeed. The orchestrator is the built one, in as many lives as it takes.
 */
export class WatchedOrchestrator {
  readonly task: AgentTask = sampleTask('PAY-1');

  private constructor(
    private readonly servers: FaultServers,
    private readonly dir: string,
    private readonly queue: TestQueue,
    private readonly database: string,
    readonly kubernetes: ScriptedKubernetes,
    readonly models: ScriptedModels,
    readonly ledger: Awaited<ReturnType<typeof openPostgresLedger>>,
  ) {
    runJobs(kubernetes.store, RUN_MS, reportOf);
  }

  /** The message is in the queue; no orchestrator is started. */
  static async make(servers: FaultServers, queue: TestQueue): Promise<WatchedOrchestrator> {
    const { postgres } = servers;
    const dir = mkdtempSync(join(tmpdir(), 'anton-fault-'));
    await writeSampleCatalog(join(dir, 'catalog'));
    const database = await postgres.newDatabase();
    const made = new WatchedOrchestrator(
      servers,
      dir,
      queue,
      database,
      await ScriptedKubernetes.start(),
      await startScriptedModels({ router: [{ json: ROUTE }] }),
      await openPostgresLedger({ url: postgres.url(database) }),
    );
    writeFileSync(join(dir, 'kubeconfig'), made.kubernetes.kubeconfig);
    const { taskId: id } = made.task;
    await queue.tasks.publish({ id, routingKey: 'task.jira.p3', body: JSON.stringify(made.task) });
    return made;
  }

  /**
   * One life of an orchestrator: until it kills itself, or `isDone`. True when it killed itself.
   * @throws Error with its last lines when neither happens within `patienceMs` from when it is alive
   */
  async live(isDone: () => Promise<boolean>, patienceMs: number, death?: FaultPoint): Promise<boolean> {
    const app = await this.orchestrator(death);
    let deadline = Number.POSITIVE_INFINITY;
    const begin = (): void => {
      deadline = Date.now() + patienceMs;
    };
    const start = app.start().then(begin, begin); // it may die before it is alive
    try {
      await delay(POLL_MS);
      while (app.running && !(await isDone())) {
        if (Date.now() > deadline)
          throw new Error(`not done within ${patienceMs} ms:\n${await this.state()}\n${app.lastLines()}`);
        await delay(POLL_MS);
      }
      if (!app.running && app.signal !== 'SIGKILL') throw new Error(`it ended:\n${app.lastLines()}`);
      return !app.running;
    } finally {
      await app.kill();
      await start;
    }
  }

  /** The task and its run are settled, and no queue has its message any more. */
  readonly isConverged = async (): Promise<boolean> => {
    const { taskId } = this.task;
    const [record, runs] = [await this.ledger.findTask(taskId), await this.ledger.listRuns({ taskId })];
    const isSettled = record?.state === 'settled' && runs.every(({ state }) => state === 'settled');
    return isSettled && (await this.messages()) === 0;
  };

  /** Messages in all queues but the dead letters, delivered ones included; up to a second old. */
  messages(): Promise<number> {
    return this.servers.broker.vhost(this.queue.uri).messages(QUEUES);
  }

  /** Every call so far, of all lives. */
  calls(): readonly WireCall[] {
    if (!existsSync(this.journal)) return [];
    const lines = readFileSync(this.journal, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as WireCall);
  }

  /** All objects of a kind that ever were. */
  created(kind: ApiKind): readonly ApiObject[] {
    const { events } = this.kubernetes.store;
    return events.flatMap((event) => (event.kind === kind && event.type === 'ADDED' ? [event.object] : []));
  }

  /** What is there. */
  leftovers(): readonly ApiObject[] {
    return API_KINDS.flatMap((kind) => this.kubernetes.store.list(kind));
  }

  /** What is there and would stay when all Jobs go. */
  orphans(): readonly ApiObject[] {
    const { store } = this.kubernetes;
    const jobs = store.list('jobs');
    const owned = jobs.flatMap((job) => store.dependentsOf(job).map(({ object }) => object));
    return this.leftovers().filter((object) => !jobs.includes(object) && !owned.includes(object));
  }

  /** The TTL of every Job is over. */
  expireJobs(): void {
    const { store } = this.kubernetes;
    for (const { metadata } of store.list('jobs')) store.delete('jobs', metadata.name);
  }

  async close(): Promise<void> {
    await this.ledger.onApplicationShutdown();
    await Promise.all([this.models.close(), this.kubernetes.close()]);
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }

  private get journal(): string {
    return join(this.dir, 'calls.jsonl');
  }

  private async orchestrator(death: FaultPoint | undefined) {
    const { postgres, preload } = this.servers;
    const ports = {
      [postgres.port]: 'postgres',
      [new URL(this.queue.uri).port]: 'rabbitmq',
      [this.kubernetes.port]: 'kubernetes',
      [new URL(this.models.anthropicUrl).port]: 'models',
    } as const;
    const order: WatchOrder = { servers: ports, journal: this.journal, ...(death && { death }) };
    return newOrchestrator({
      dir: this.dir,
      catalog: join(this.dir, 'catalog'),
      brokerUri: this.queue.uri,
      ledgerFile: '',
      variables: {
        DATABASE_URL: postgres.url(this.database),
        ANTHROPIC_BASE_URL: this.models.anthropicUrl,
        ANTON_EXECUTOR: 'kubernetes',
        ANTON_RUNNER_IMAGE: 'runner:1',
        KUBECONFIG: join(this.dir, 'kubeconfig'),
        NODE_OPTIONS: `--import=${preload}`,
        [WATCH_VARIABLE]: JSON.stringify(order),
      },
    });
  }

  private async state(): Promise<string> {
    const { taskId } = this.task;
    const record = await this.ledger.findTask(taskId);
    const runs = await this.ledger.listRuns({ taskId });
    return JSON.stringify({ state: record?.state, reason: record?.reason, runs });
  }
}
