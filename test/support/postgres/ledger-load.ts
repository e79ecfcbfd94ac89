import { setTimeout as delay } from 'node:timers/promises';
import { isAntonError } from '@anton/contracts';
import type { Ledger } from '@anton/ledger';
import { sampleTask } from '@anton/testing/samples';

const WRITERS = 8;
const PAUSE_MS = 10;

/** Writers that take one task after the other to a running run, until they are stopped. */
export class LedgerLoad {
  /** Tasks whose run the ledger has answered for. */
  readonly answered: string[] = [];
  /** What was thrown that was no outage. */
  readonly faults: unknown[] = [];
  outages = 0;
  private isOver = false;
  private readonly writers: Promise<void>[];

  constructor(private readonly ledger: Ledger) {
    this.writers = Array.from({ length: WRITERS }, (_, writer) => this.write(writer));
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await Promise.all(this.writers);
  }

  private async write(writer: number): Promise<void> {
    for (let number = 0; !this.isOver; number += 1) {
      try {
        const { taskId } = sampleTask(`PAY-${writer}-${number}`);
        await this.ledger.accept(sampleTask(`PAY-${writer}-${number}`));
        await this.ledger.moveTask(taskId, { from: 'accepted', to: 'routing' });
        await this.ledger.moveTask(taskId, { from: 'routing', to: 'waiting', reason: 'routed' });
        const deadlineAt = new Date(Date.now() + 60_000);
        const run = { taskId, attempt: 1, executor: 'process', deadlineAt };
        if ((await this.ledger.beginRun(run)) !== null) this.answered.push(taskId);
      } catch (error) {
        if (isAntonError(error) && error.category === 'outage') this.outages += 1;
        else this.faults.push(error);
        await delay(PAUSE_MS);
      }
    }
  }
}
