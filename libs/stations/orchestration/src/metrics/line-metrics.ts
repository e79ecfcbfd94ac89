import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import type { Subscription } from 'rxjs';
import type { LifeCycleEvent, RunTransitioned, TaskTransitioned } from '@anton/contracts';
import { categoryOf, LifeCycleFeed } from '@anton/dispatcher';
import { Ledger } from '@anton/ledger';
import { MetricsRegistry } from '@anton/platform';
import { LatencyMetrics } from './latency-metrics';
import { SpendMetrics } from './spend-metrics';

/** Seconds: from a run that fails at once to the longest limit of a template, 90 minutes. */
const RUN_BUCKETS = [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 5_400];

/** Counts what happens to tasks and runs, by this process. */
@Injectable()
export class LineMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LineMetrics.name);
  private readonly settled: Counter<'outcome' | 'category'>;
  private readonly duration: Histogram<'status'>;
  private subscription: Subscription | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly feed: LifeCycleFeed,
    private readonly latency: LatencyMetrics,
    private readonly spend: SpendMetrics,
    { registry }: MetricsRegistry,
  ) {
    const registers = [registry];
    this.settled = new Counter({
      name: 'anton_tasks_settled_total',
      help: 'Tasks that ended, by outcome and, when a run ended without a report, by the category of why',
      labelNames: ['outcome', 'category'],
      registers,
    });
    this.duration = new Histogram({
      name: 'anton_run_duration_seconds',
      help: 'From the creation of a run until it was settled, by the status it reported or "lost"',
      labelNames: ['status'],
      buckets: RUN_BUCKETS,
      registers,
    });
  }

  onApplicationBootstrap(): void {
    this.subscription = this.feed.events.subscribe((event) => {
      this.count(event).catch((error: unknown) =>
        this.logger.warn(`a change of ${event.taskId} was not measured: ${String(error)}`),
      );
    });
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  private async count(event: LifeCycleEvent): Promise<void> {
    if (event.type === 'task') return event.to === 'settled' ? this.countEnd(event) : undefined;
    if (event.to === 'started' && event.from === 'created') return this.countStart(event);
    if (event.to === 'settled') return this.countRun(event);
  }

  private countEnd({ outcome, reason }: TaskTransitioned): void {
    this.settled.inc({ outcome: outcome ?? 'none', category: categoryOf(reason) ?? '' });
  }

  /** A further attempt says nothing of how long a task waited. */
  private async countStart({ taskId, attempt, at }: RunTransitioned): Promise<void> {
    const record = attempt === 1 ? await this.ledger.findTask(taskId) : null;
    if (record === null) return;
    this.latency.started(record.task.priority, Date.parse(at) - Date.parse(record.acceptedAt));
  }

  private async countRun({ taskId, attempt, at }: RunTransitioned): Promise<void> {
    const run = (await this.ledger.listRuns({ taskId })).find((other) => other.attempt === attempt);
    if (run === undefined) return;
    const { report } = run;
    const seconds = (Date.parse(at) - Date.parse(run.createdAt)) / 1_000;
    this.duration.observe({ status: report?.status ?? 'lost' }, seconds);
    if (report === null) return;
    const repository = (await this.ledger.findTask(taskId))?.route?.repository?.id ?? null;
    this.spend.count('run', repository, report.cost);
  }
}
