import { Injectable } from '@nestjs/common';
import type { RunRecord, TaskRecord } from '@anton/ledger';
import { RunLauncher } from '../dispatch/run-launcher';
import { ExecutorRegistry, type Executor, type RunObservation } from '../executor.port';
import { RunEnding } from './run-ending';

/**
 * Looks at a run that is not settled and takes it as far as the state of the world allows. Nothing depends on who
 * started the run: after a crash the same look finds and settles the orphans.
 */
@Injectable()
export class RunSettler {
  constructor(
    private readonly executors: ExecutorRegistry,
    private readonly launcher: RunLauncher,
    private readonly ending: RunEnding,
  ) {}

  /** May take as long as the executor needs to stop a run that is past its deadline. */
  async settle(record: TaskRecord, run: RunRecord): Promise<void> {
    if (record.state !== 'running' || record.attempts !== run.attempt) return this.abandon(record, run);
    if (run.state === 'created') return this.launcher.launch(record, run);
    if (run.state === 'reported' && run.report !== null) return this.ending.byReport(record, run, run.report);
    const executor = this.executors.get(run.executor);
    const seen = await this.look(executor, run);
    if (seen.kind === 'running') return;
    await this.end(record, run, seen);
    await executor.stop(run, 'settled');
  }

  /** The task went on without this run, for example because somebody cancelled it. */
  private async abandon(record: TaskRecord, run: RunRecord): Promise<void> {
    if (this.launcher.isLaunching(run)) return;
    const executor = this.executors.get(run.executor);
    await executor.stop(run, 'its task is not running any more');
    await this.ending.byAbandonment(record, run, await executor.inspect(run));
  }

  private async look(executor: Executor, run: RunRecord): Promise<RunObservation> {
    const seen = await executor.inspect(run);
    if (seen.kind !== 'running' || new Date() < new Date(run.deadlineAt)) return seen;
    await executor.stop(run, `past its deadline, ${run.deadlineAt}`);
    return executor.inspect(run);
  }

  private async end(record: TaskRecord, run: RunRecord, seen: RunObservation): Promise<void> {
    switch (seen.kind) {
      case 'finished':
        return seen.report.resumable === true
          ? this.ending.byInterruption(record, run, seen.report)
          : this.ending.byReport(record, run, seen.report);
      case 'failed':
        return this.ending.byCategory(record, run, seen);
      case 'vanished':
        if (seen.category === undefined) return this.ending.byLoss(run, seen.cause);
        return this.ending.byCategory(record, run, { ...seen, status: 'infra' });
      case 'running':
        return;
    }
  }
}
