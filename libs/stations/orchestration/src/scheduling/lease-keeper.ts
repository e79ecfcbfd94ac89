import { Injectable, Logger } from '@nestjs/common';
import { timer, type Subscription } from 'rxjs';
import { SchedulingLease } from '@anton/dispatcher';
import { OneAtATime } from './one-at-a-time';

/** A third of the time for which the lease is taken. */
const RENEW_MS = 5_000;

/** Takes the lease as soon as it can be had, and renews it until the process has done its last work. */
@Injectable()
export class LeaseKeeper {
  private readonly logger = new Logger(LeaseKeeper.name);
  private readonly takes = new OneAtATime(() => this.take());
  private times: Subscription | undefined;
  private onTaken: () => void = () => undefined;

  constructor(private readonly lease: SchedulingLease) {}

  /** Calls `onTaken` whenever this process has the lease and did not have it before. */
  start(onTaken: () => void): void {
    this.onTaken = onTaken;
    this.times = timer(0, RENEW_MS).subscribe(() => this.takes.request());
  }

  /** Another process can go on at once. */
  async stop(): Promise<void> {
    this.times?.unsubscribe();
    this.takes.close();
    try {
      await this.takes.idle();
      await this.lease.release();
    } catch (error) {
      this.logger.warn(`the lease was not released, it expires by itself: ${String(error)}`);
    }
  }

  private async take(): Promise<void> {
    const wasHeld = this.lease.isHeld;
    try {
      if ((await this.lease.take()) && !wasHeld) this.onTaken();
    } catch (error) {
      this.logger.debug(`the lease could not be taken, trying again: ${String(error)}`); // the scheduler says it
    }
  }
}
