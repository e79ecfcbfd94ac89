import { Injectable, Logger } from '@nestjs/common';
import { RunSettler, taskLogFields } from '@anton/dispatcher';
import { Ledger, type RunRecord, type TaskRecord } from '@anton/ledger';
import { withLogFields } from '@anton/platform';

/** Looks at the open runs in the background: stopping one may take its grace, the others do not wait. */
@Injectable()
export class RunWatch {
  private readonly logger = new Logger(RunWatch.name);
  private readonly looking = new Map<string, Promise<void>>();

  constructor(
    private readonly ledger: Ledger,
    private readonly settler: RunSettler,
  ) {}

  /** Looks at every run that is not settled and not being looked at; `open` are the tasks that are not settled. */
  async look(open: readonly TaskRecord[]): Promise<void> {
    const runs = await this.ledger.listRuns({ states: ['created', 'started', 'reported', 'vanished'] });
    const records = new Map(open.map((record) => [record.task.taskId, record]));
    for (const run of runs) {
      if (this.looking.has(run.taskId)) continue;
      this.looking.set(run.taskId, this.settle(run, records.get(run.taskId)));
    }
  }

  /** Resolves when no look is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.looking.values());
  }

  private async settle(run: RunRecord, known: TaskRecord | undefined): Promise<void> {
    try {
      // A run was found after its task: one that was not seen to run may have begun to do so meanwhile.
      const isRunning = known?.state === 'running' && known.attempts === run.attempt;
      const record = isRunning ? known : await this.ledger.findTask(run.taskId);
      if (record !== null)
        await withLogFields(taskLogFields(record.task), () => this.settler.settle(record, run));
    } catch (error) {
      this.logger.error(`run ${run.attempt} of ${run.taskId} is looked at again`, error);
    } finally {
      this.looking.delete(run.taskId);
    }
  }
}
