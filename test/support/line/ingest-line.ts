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

const DRAIN_DEADLINE_MS = 120_000;
/** Longer than the broker's numbers are old. */
const SETTLED_MS = 2_500;
const TASK_QUEUES = /^orchestrator_queue/;

/** Ingester, RabbitMQ, orchestrator and ledger: everything between a webhook and a durable task, as real processes. */
export class IngestLine {
  private constructor(
    private readonly dir: string,
    readonly broker: Broker,
    private readonly uri: string,
    readonly ingester: AppProcess,
    readonly orchestrator: AppProcess,
  ) {}

  /** Resolves when both applications are ready. */
  static async start(): Promise<IngestLine> {
    const dir = mkdtempSync(join(tmpdir(), 'anton-ingest-'));
    const catalog = join(dir, 'catalog');
    cpSync('catalog', catalog, { recursive: true });
    const broker = await startBroker();
    const brokerUri = await broker.newVhost();
    const place = { dir, catalog, brokerUri, ledgerFile: join(dir, 'ledger.db') };
    const line = new IngestLine(
      dir,
      broker,
      brokerUri,
      await newIngester(place),
      await newOrchestrator(place),
    );
    try {
      for (const app of [line.ingester, line.orchestrator]) {
        await app.start();
        await app.until('ready');
      }
    } catch (error) {
      await line.stop();
      throw error;
    }
    return line;
  }

  /** Tasks that the ledger holds now. */
  tasks(): readonly TaskEntry[] {
    return ledgerTasks(join(this.dir, 'ledger.db'));
  }

  /** Waits until no task is on its way any more. @throws Error when some stay */
  async drain(): Promise<void> {
    const deadline = Date.now() + DRAIN_DEADLINE_MS;
    let emptySince = Date.now();
    while (Date.now() - emptySince < SETTLED_MS) {
      const waiting = await this.broker.vhost(this.uri).messages(TASK_QUEUES);
      if (waiting > 0) emptySince = Date.now();
      if (Date.now() > deadline) throw new Error(`${waiting} messages stay in the queues`);
      await delay(250);
    }
  }

  async stop(): Promise<void> {
    await Promise.all([this.ingester.kill(), this.orchestrator.kill()]);
    await this.broker.stop();
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 5 });
  }
}
