import { Injectable, Logger } from '@nestjs/common';
import { Ledger, type Fence } from '@anton/ledger';
import { isDeadOwner, newProcessOwner } from '@anton/platform';

const NAME = 'scheduler';
/** How long the tasks of a holder that vanished, with its machine, stand still. */
const TTL_MS = 15_000;

/**
 * The right to move tasks and runs, which one of several orchestrators has. Losing it in the middle of something is no
 * harm: what is then written carries an old fence, and the ledger refuses it.
 */
@Injectable()
export class SchedulingLease {
  private readonly logger = new Logger(SchedulingLease.name);
  private readonly owner = newProcessOwner();
  private heldUntil = 0;
  private number: number | undefined;

  constructor(private readonly ledger: Ledger) {}

  /** What this process writes under: absent before it held the lease for the first time. */
  get fence(): Fence | undefined {
    return this.number === undefined ? undefined : { lease: NAME, number: this.number };
  }

  /** False also when the lease could not be renewed in time. */
  get isHeld(): boolean {
    return performance.now() < this.heldUntil;
  }

  /**
   * Takes the lease, or renews it. A process of this machine that is gone is not waited for. True when it is held.
   * @throws DependencyDownError
   */
  async take(): Promise<boolean> {
    const asked = performance.now();
    const request = { name: NAME, owner: this.owner, ttlMs: TTL_MS, isGone: isDeadOwner };
    const lease = await this.ledger.takeLease(request);
    if (lease === null) {
      if (this.heldUntil > 0) this.logger.warn('another process schedules from now on');
      this.heldUntil = 0;
      return false;
    }
    if (lease.fence !== this.number) this.logger.log(`this process schedules from now on (${lease.fence})`);
    this.number = lease.fence;
    this.heldUntil = asked + TTL_MS;
    return true;
  }

  /** Gives the lease up, so that nobody has to wait until it expires. */
  async release(): Promise<void> {
    if (this.number === undefined) return;
    this.heldUntil = 0;
    await this.ledger.releaseLease({ name: NAME, owner: this.owner });
  }
}
