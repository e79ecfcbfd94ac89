import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { newIngester } from '../ingester-process';
import { ledgerTasks } from '../history/ledger-tasks';
import type { TaskEntry } from '../history/history-entry';
import { newOrchestrator } from '../orchestrator-process';
import type { AppProcess } from '../processes/app-process';
import { startBroker, type Broker } from '../rabbitmq/broker';

/** Longer than the broker's numbers are old. */
const SETTLED_MS = 5_000;
/** Nothing arrives for so long: nothing will. */
const STUCK_MS = 60_000;
const TASK_QUEUES = /^orchestrator_queue/;

export interface LineOptions {
  /** Of the ingester. */
  readonly replicas?: number;
  /** Of the ingester, instead of the secrets that the senders know. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Ingester, RabbitMQ, orchestrator and ledger: everything between a webhook and a durable task, as real processes. */
export class IngestLine {
  private constructor(
    private readonly dir: string,
    readonly broker: Broker,
    private readonly uri: string,
    /** Replicas of one another. */
    readonly ingesters: readonly [AppProcess, ...AppProcess[]],
    readonly orchestrator: AppProcess,
  ) {}

  /** Resolves when all applications are ready. */
  static async start({ replicas = 1, variables }: LineOptions = {}): Promise<IngestLine> {
    const dir = mkdtempSync(join(tmpdir(), 'anton-ingest-'));
    const catalog = join(dir, 'catalog');
    cpSync('catalog', catalog, { recursive: true });
    const broker = await startBroker();
    const brokerUri = await broker.newVhost();
    const place = { dir, catalog, brokerUri, ledgerFile: join(dir, 'ledger.db') };
    const newReplica = () => newIngester(variables === undefined ? place : { ...place, variables });
    const ingesters: [AppProcess, ...AppProcess[]] = [await newReplica()];
    while (ingesters.length < replicas) ingesters.push(await newReplica());
    const line = new IngestLine(dir, broker, brokerUri, ingesters, await newOrchestrator(place));
    try {
      for (const app of [...ingesters, line.orchestrator]) {
        await app.start();
        await app.until('ready');
      }
    } catch (error) {
      await line.stop();
      throw error;
    }
    return line;
  }

  get ingester(): AppProcess {
    return this.ingesters[0];
  }

  /** Tasks that the ledger holds now. */
  tasks(): readonly TaskEntry[] {
    return ledgerTasks(join(this.dir, 'ledger.db'));
  }

  /** Waits until no task is on its way any more. @throws Error when some stay in the queues */
  async drain(): Promise<void> {
    let held = -1;
    let since = Date.now();
    for (;;) {
      const waiting = await this.broker.vhost(this.uri).messages(TASK_QUEUES);
      const now = this.tasks().length;
      if (now !== held) since = Date.now();
      held = now;
      const quietMs = Date.now() - since;
      if (waiting === 0 && quietMs > SETTLED_MS) return;
      if (quietMs > STUCK_MS) throw new Error(`${waiting} messages stay in the queues`);
      await delay(500);
    }
  }

  /** The end of what the applications wrote, for an error message. */
  lastLines(): string {
    return [...this.ingesters, this.orchestrator].map((app) => app.lastLines()).join('\n---\n');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.ingesters, this.orchestrator].map((app) => app.kill()));
    await this.broker.stop();
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
