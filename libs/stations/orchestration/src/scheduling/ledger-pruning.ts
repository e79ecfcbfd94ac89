import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { firstValueFrom, timer, type Subscription } from 'rxjs';
import { SchedulingLease } from '@anton/dispatcher';
import { DEFAULT_RETENTION_DAYS, Ledger, TOMBSTONE_DAYS, type PruneCounts } from '@anton/ledger';
import { ORCHESTRATION_OPTIONS, type OrchestrationOptions } from '../orchestration.options';
import { OneAtATime } from './one-at-a-time';

/** The start has other things to do. */
const FIRST_MS = 60_000;
const INTERVAL_MS = 60 * 60_000;
/** Of tasks, tombstones and signals each, in one transaction: some milliseconds in which others wait. */
const BATCH = 100;
/** A ledger that was never pruned takes several hours, at a twentieth of the time. */
const MOST_BATCHES = 500;
const PAUSE_MS = 200;
const DAY_MS = 24 * 60 * 60_000;

const daysAgo = (days: number): Date => new Date(Date.now() - days * DAY_MS);

/** Once an hour, in the process that has the lease, prunes from the ledger what is too old to be kept. */
@Injectable()
export class LedgerPruning implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LedgerPruning.name);
  private readonly prunes = new OneAtATime(() => this.prune());
  private isStopping = false;
  private times: Subscription | undefined;

  constructor(
    private readonly ledger: Ledger,
    private readonly lease: SchedulingLease,
    @Inject(ORCHESTRATION_OPTIONS) private readonly options: OrchestrationOptions,
  ) {}

  onApplicationBootstrap(): void {
    this.times = timer(FIRST_MS, INTERVAL_MS).subscribe(() => this.prunes.request());
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.times?.unsubscribe();
    this.prunes.close();
    this.isStopping = true;
    await this.prunes.idle();
  }

  private get mayPrune(): boolean {
    return this.lease.isHeld && !this.isStopping;
  }

  private async prune(): Promise<void> {
    const days = this.options.ledgerRetentionDays ?? DEFAULT_RETENTION_DAYS;
    let [tasks, tombstones, signals] = [0, 0, 0];
    try {
      for (let batch = 0; batch < MOST_BATCHES && this.mayPrune; batch += 1) {
        const counts = await this.batch(days);
        tasks += counts.tasks;
        tombstones += counts.tombstones;
        signals += counts.signals;
        if (Math.max(...Object.values(counts)) < BATCH) break;
        await firstValueFrom(timer(PAUSE_MS));
      }
    } catch (error) {
      this.logger.warn(`the ledger could not be pruned, trying again in an hour: ${String(error)}`);
    }
    if (tasks + tombstones + signals === 0) return;
    const what = `${tasks} tasks to tombstones, ${tombstones} tombstones and ${signals} signals to nothing`;
    this.logger.log(`pruned from the ledger what ended more than ${days} days ago: ${what}`);
  }

  private batch(days: number): Promise<PruneCounts> {
    return this.ledger.prune({
      endedBefore: daysAgo(days),
      forgottenBefore: daysAgo(Math.max(days, TOMBSTONE_DAYS)),
      limit: BATCH,
      fence: this.lease.fence,
    });
  }
}
