import { Injectable, Logger } from '@nestjs/common';
import { RunSettler } from '@anton/dispatcher';
import { Ledger, type RunRecord, type TaskRecord } from '@anton/ledger';
import { withLogFields } from '@anton/platform';
import { taskLogFields } from '../task-log-fields';

/** Looks at the runs of running tasks in the background: stopping one may take its grace, the others do not wait. */
@Injectable()
export class RunWatch {
  private readonly logger = new Logger(RunWatch.name);
  private readonly looking = new Map<string, Promise<void>>();

  constructor(
    private readonly ledger: Ledger,
    private readonly settler: RunSettler,
  ) {}

  async look(running: readonly TaskRecord[]): Promise<void> {
    if (running.length === 0) return;
    const tasks = new Map(running.map((record) => [record.task.taskId, record]));
    const runs = await this.ledger.listRuns({ states: ['created', 'started', 'reported', 'vanished'] });
    for (const run of runs) {
      const record = tasks.get(run.taskId);
      if (record !== undefined && !this.looking.has(run.taskId))
        this.looking.set(run.taskId, this.settle(record, run));
    }
  }

  /** Resolves when no look is under way. */
  async idle(): Promise<void> {
    await Promise.all(this.looking.values());
  }

  private async settle(record: TaskRecord, run: RunRecord): Promise<void> {
    try {
      await withLogFields(taskLogFields(record.task), () => this.settler.settle(record, run));
    } catch (error) {
      this.logger.error(`run ${run.attempt} of ${run.taskId} is looked at again`, error);
    } finally {
      this.looking.delete(run.taskId);
    }
  }
}
