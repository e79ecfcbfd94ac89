import { Inject, Injectable } from '@nestjs/common';
import type { RunReport } from '@anton/contracts';
import { Ledger, type RunRecord, type TaskRecord } from '@anton/ledger';
import { DEFAULT_RETRY_DELAYS_MS, DISPATCHER_OPTIONS, type DispatcherOptions } from '../dispatcher.options';
import type { RunObservation } from '../executor.port';
import { categorized, type FailureCategory } from '../failure-category';
import { TaskLifeCycle } from '../life-cycle/task-life-cycle';
import { TaskSignals } from '../life-cycle/task-signals';
import { mayRetry } from './retry-rules';

/** Spreads simultaneous retries: a delay varies by up to a fifth either way. */
const jittered = (ms: number): number => ms * (0.8 + Math.random() * 0.4);

/** How a run failed that gave no report. */
export interface RunFailure {
  readonly status: 'timeout' | 'infra';
  readonly cause: string;
  readonly category?: FailureCategory;
}

/** Takes a run out of the line, once: every move is guarded by the state before it. */
@Injectable()
export class RunEnding {
  constructor(
    private readonly ledger: Ledger,
    private readonly life: TaskLifeCycle,
    private readonly signals: TaskSignals,
    @Inject(DISPATCHER_OPTIONS) private readonly options: DispatcherOptions,
  ) {}

  /** The report decides: its status is the outcome, its cost is spend. */
  async byReport(record: TaskRecord, run: RunRecord, report: RunReport): Promise<void> {
    if (run.state === 'started') await this.life.moveRun(run, { from: 'started', to: 'reported', report });
    await this.recordSpend(record, report);
    const end = { to: 'settled', outcome: report.status, reason: report.message } as const;
    await this.life.endRun({ ...run, state: 'reported' }, end);
  }

  /**
   * The run was told to stop, by whoever took its place, and another attempt can go on: it gets one, as after an
   * eviction. Past the deadline of the run it was the orchestrator who stopped it, and the report is the end.
   */
  async byInterruption(record: TaskRecord, run: RunRecord, report: RunReport): Promise<void> {
    const runs = await this.ledger.listRuns({ taskId: run.taskId });
    const before = runs.filter(({ attempt }) => attempt < run.attempt);
    const complexity = record.route?.complexity ?? 'large';
    const isLate = new Date() >= new Date(run.deadlineAt);
    if (isLate || !mayRetry('interrupted', before, complexity)) return this.byReport(record, run, report);
    await this.recordSpend(record, report);
    await this.tryAgain(run, categorized('interrupted', report.message));
  }

  /** The run ended without a report; its task ends with it. */
  async byFailure(run: RunRecord, status: 'timeout' | 'infra', cause: string): Promise<void> {
    const lost = await this.markLost(run, cause);
    await this.life.endRun(lost, { to: 'settled', outcome: status, reason: cause });
  }

  /** The category decides, with the runs before: another attempt, or the end of the task. */
  async byCategory(record: TaskRecord, run: RunRecord, failure: RunFailure): Promise<void> {
    const { category, status } = failure;
    const cause = categorized(category, failure.cause);
    const complexity = record.route?.complexity ?? 'large';
    const runs = category === undefined ? [] : await this.ledger.listRuns({ taskId: run.taskId });
    const before = runs.filter(({ attempt }) => attempt < run.attempt);
    if (category !== undefined && mayRetry(category, before, complexity)) await this.tryAgain(run, cause);
    else await this.byFailure(run, status, cause);
  }

  /**
   * The run is gone without an answer: its task waits for another attempt, or settles after the last one, or when a
   * signal has ended what it is about.
   */
  async byLoss(run: RunRecord, cause: string): Promise<void> {
    const delays = this.options.retryDelaysMs ?? DEFAULT_RETRY_DELAYS_MS;
    const delay = delays[run.attempt - 1];
    if (delay === undefined) {
      await this.byFailure(run, 'infra', `attempt ${run.attempt}, the last one: ${cause}`);
      return;
    }
    await this.tryAgain(run, cause, delay);
  }

  private async tryAgain(run: RunRecord, cause: string, delayMs?: number): Promise<void> {
    const [first = 0] = this.options.retryDelaysMs ?? DEFAULT_RETRY_DELAYS_MS;
    const notBefore = new Date(Date.now() + jittered(delayMs ?? first));
    const reason = `attempt ${run.attempt} was lost (${cause}), the next one starts after ${notBefore.toISOString()}`;
    const lost = await this.markLost(run, cause);
    await this.life.endRun(lost, { to: 'waiting', reason, notBefore }, cause);
    await this.signals.settle(run.taskId);
  }

  /** Its task goes on without it. What it reported before it was stopped is kept, and what that cost is spend. */
  async byAbandonment(record: TaskRecord, run: RunRecord, seen: RunObservation): Promise<void> {
    const report = seen.kind === 'finished' ? seen.report : (run.report ?? undefined);
    if (report !== undefined) await this.recordSpend(record, report);
    const reason = 'stopped: its task is not running any more';
    const end = { from: run.state, to: 'settled', reason } as const;
    await this.life.moveRun(run, report === undefined ? end : { ...end, report });
  }

  private async markLost(run: RunRecord, reason: string): Promise<RunRecord> {
    if (run.state !== 'started') return run;
    await this.life.moveRun(run, { from: 'started', to: 'vanished', reason });
    return { ...run, state: 'vanished' };
  }

  /**
   * A model without a known price leaves the whole limit counted, as it was reserved. Repeatable: the spend of a run is its total and replaces what was
   * there.
   */
  private async recordSpend(record: TaskRecord, report: RunReport): Promise<void> {
    const { taskId, attempt, cost } = report;
    await this.ledger.recordSpend({
      taskId,
      attempt,
      role: 'run',
      model: record.route?.models.coder ?? 'unknown',
      repository: record.route?.repository?.id ?? null,
      usd: cost.usd,
      priceTable: cost.priceTable ?? null,
      heldUsd: cost.usd === null ? (record.route?.limits.costUsd ?? null) : null,
      inputTokens: cost.inputTokens,
      cacheReadTokens: cost.cacheReadTokens,
      cacheWriteTokens: cost.cacheWriteTokens,
      outputTokens: cost.outputTokens,
      at: new Date().toISOString(),
    });
  }
}
