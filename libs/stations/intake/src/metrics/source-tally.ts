import { BucketCounts } from '@anton/platform';
import { IGNORED_CAUSES, type IgnoredCause, type Intake } from '@anton/webhooks';
import { REJECTIONS, type Rejection } from './rejection';

/** Seconds. Up to the 1 s that the most impatient sender waits, then to the 5 s of a publish and what comes after. */
const WAITING = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Seconds, from the event to its arrival: a direct delivery, a retrying sender, a redelivery of three days ago. */
const LAG = [1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400, 259_200];

/** Answers by the first digit of their status. */
export const ANSWERS = ['2xx', '4xx', '5xx'] as const;
export type Answer = (typeof ANSWERS)[number];

function zeros<K extends string>(keys: readonly K[]): Record<K, number> {
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
}

/** What became of the deliveries of one source, in plain numbers: the hot path increments, a scrape reads. */
export class SourceTally {
  received = 0;
  inFlight = 0;
  abandoned = 0;
  bytes = 0;
  accepted = 0;
  parked = 0;
  unavailable = 0;
  failed = 0;
  readonly ignored = zeros<IgnoredCause>(IGNORED_CAUSES);
  readonly rejected = zeros<Rejection>(REJECTIONS);
  readonly answering: Readonly<Record<Answer, BucketCounts>> = {
    '2xx': new BucketCounts(WAITING),
    '4xx': new BucketCounts(WAITING),
    '5xx': new BucketCounts(WAITING),
  };
  readonly publishing = new BucketCounts(WAITING);
  readonly lag = new BucketCounts(LAG);

  /** Counts a delivery that was received at `receivedAt` and whose intake is durable now, `ms` after it was understood. */
  took(intake: Intake, receivedAt: Date, ms: number): void {
    if (intake.kind === 'ignored') this.ignored[intake.cause ?? 'other'] += 1;
    else if (intake.kind === 'parked') this.parked += 1;
    else {
      const { occurredAt } = intake.kind === 'task' ? intake.task : intake.signal;
      this.accepted += 1;
      this.publishing.observe(ms / 1_000);
      // The clocks of sender and receiver differ: an event of the future has just happened.
      this.lag.observe(Math.max(0, receivedAt.getTime() - Date.parse(occurredAt)) / 1_000);
    }
  }
}
