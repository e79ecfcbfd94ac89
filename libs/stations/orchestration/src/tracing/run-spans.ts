import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { filter, type Subscription } from 'rxjs';
import type { LifeCycleEvent, RunTransitioned } from '@anton/contracts';
import { LifeCycleFeed, runSpan } from '@anton/dispatcher';
import { Ledger } from '@anton/ledger';
import { isTracing, recordSpan } from '@anton/platform';

const isSettledRun = (event: LifeCycleEvent): event is RunTransitioned =>
  event.type === 'run' && event.to === 'settled';

/**
 * Writes the span of a run when it is settled, from what the ledger holds: a run outlives the process that began it.
 * The spans of the runner, which were sent before, belong to it.
 */
@Injectable()
export class RunSpans implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RunSpans.name);
  private subscription: Subscription | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly feed: LifeCycleFeed,
  ) {}

  onApplicationBootstrap(): void {
    if (!isTracing()) return;
    this.subscription = this.feed.events.pipe(filter(isSettledRun)).subscribe((event) => {
      this.write(event).catch((error: unknown) =>
        this.logger.warn(`a run is missing in its trace: ${String(error)}`),
      );
    });
  }

  onApplicationShutdown(): void {
    this.subscription?.unsubscribe();
  }

  private async write({ taskId, attempt, at }: RunTransitioned): Promise<void> {
    const [record, runs] = await Promise.all([
      this.ledger.findTask(taskId),
      this.ledger.listRuns({ taskId }),
    ]);
    const run = runs.find((other) => other.attempt === attempt);
    const span = record === null ? undefined : runSpan(record.task, attempt);
    if (record === null || run === undefined || span === undefined) return;
    const status = run.report?.status ?? 'lost';
    recordSpan({
      name: 'run',
      spanId: span.spanId,
      parent: record.task.trace?.traceparent,
      startedAt: new Date(run.createdAt),
      endedAt: new Date(at),
      attributes: {
        'anton.task_id': taskId,
        'anton.attempt': attempt,
        'anton.executor': run.executor,
        'anton.status': status,
        'anton.repository': record.route?.repository?.id,
        'anton.cost_usd': run.report?.cost.usd,
      },
      error: status === 'pr_opened' || status === 'no_change_needed' ? undefined : status,
    });
  }
}
