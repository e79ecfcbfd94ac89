import type { TokenBucket } from 'limiter';
import { rateOf } from './rate';

/** An address that has sent an authentic delivery is believed for so long not to guess secrets. */
const PROVEN_MS = 3_600_000;
/** Ten seconds: the bucket of the failures is full again then. */
const BLOCKED_MS = 10_000;

/** What one client may send in a second; 0 is no limit. */
export interface ClientRates {
  readonly deliveriesPerAddress: number;
  readonly failuresPerAddress: number;
}

/** Who sends from one address: how much of late, and whether any of it was authentic. Times by `performance.now()`. */
export class Client {
  private readonly deliveries: TokenBucket | undefined;
  private failures: TokenBucket | undefined;
  private provenUntil = 0;
  private blockedUntil = 0;

  constructor(private readonly rates: ClientRates) {
    this.deliveries = rateOf(rates.deliveriesPerAddress);
  }

  /** False when it has sent too many. */
  takeDelivery(): boolean {
    return this.deliveries === undefined || this.deliveries.tryRemoveTokens(1);
  }

  /** It has sent an authentic delivery within the hour. */
  get isProven(): boolean {
    return this.provenUntil > 0 && this.provenUntil > performance.now();
  }

  /**
   * It guesses. One that is proven never counts as that: senders in the cloud share addresses, and nobody else who uses
   * them may keep this installation's deliveries out.
   */
  get isBlocked(): boolean {
    return this.blockedUntil > 0 && this.blockedUntil > performance.now() && !this.isProven;
  }

  hasProven(): void {
    this.provenUntil = performance.now() + PROVEN_MS;
  }

  hasFailed(): void {
    this.failures ??= rateOf(this.rates.failuresPerAddress);
    if (this.failures === undefined || this.failures.tryRemoveTokens(1)) return;
    this.blockedUntil = performance.now() + BLOCKED_MS;
  }
}
