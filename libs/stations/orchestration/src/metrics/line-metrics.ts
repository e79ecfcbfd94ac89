import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import type { Subscription } from 'rxjs';
import type { LifeCycleEvent, RunTransitioned } from '@anton/contracts';
import { LifeCycleFeed } from '@anton/dispatcher';
import { Ledger } from '@anton/ledger';
import { MetricsRegistry } from '@anton/platform';

/** Seconds: from a run that fails at once to the longest limit of a template, 90 minutes. */
const RUN_BUCKETS = [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 5_400];

/** Tasks by state and outcome, how long runs take, and what they cost. */
@Injectable()
export class LineMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(LineMetrics.name);
  private readonly settled: Counter<'outcome'>;
  private readonly duration: Histogram<'status'>;
  private readonly spend: Counter;
  private subscription: Subscription | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly feed: LifeCycleFeed,
    { registry }: MetricsRegistry,
  ) {
    const registers = [registry];
    this.settled = new Counter({
      name: 'anton_tasks_settled_total',
      help: 'Tasks that ended, by outcome',
      labelNames: ['outcome'],
      registers,
    });
    this.duration = new Histogram({
      name: 'anton_run_duration_seconds',
      help: 'From the creation of a run until it was settled, by the status it reported or "lost"',
      labelNames: ['status'],
      buckets: RUN_BUCKETS,
      registers,
    });
    this.spend = new Counter({
      name: 'anton_run_spend_usd_total',
      help: 'US dollars that runs reported',
      registers,
    });
    const tasks = new Gauge({
      name: 'anton_tasks',
      help: 'Tasks by state',
      labelNames: ['state'],
      registers,
      collect: async () => {
        for (const [state, count] of Object.entries(await ledger.countTasks())) tasks.set({ state }, count);
      },
    });
  }

  onApplicationBootstrap(): void {
    this.subscription = this.feed.events.subscribe((event) => this.count(event));
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  private count(event: LifeCycleEvent): void {
    if (event.to !== 'settled') return;
    if (event.type === 'task') this.settled.inc({ outcome: event.outcome ?? 'none' });
    else
      this.countRun(event).catch((error: unknown) =>
        this.logger.warn(`a run was not measured: ${String(error)}`),
      );
  }

  private async countRun({ taskId, attempt, at }: RunTransitioned): Promise<void> {
    const run = (await this.ledger.listRuns({ taskId })).find((other) => other.attempt === attempt);
    if (run === undefined) return;
    const seconds = (Date.parse(at) - Date.parse(run.createdAt)) / 1_000;
    this.duration.observe({ status: run.report?.status ?? 'lost' }, seconds);
    this.spend.inc(run.report?.cost.usd ?? 0);
  }
}
