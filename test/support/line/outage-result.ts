import type { Verdict } from '../history/check-history';
import type { HistoryEntry } from '../history/history-entry';
import { between, type ProcessWatch, type Sample } from './process-watch';

/** The broker was dead between `from` and `until`, and took clients at `back`; epoch milliseconds. */
export interface OutageTimes {
  readonly from: number;
  readonly until: number;
  readonly back: number;
}

/** How an ingester went through an outage. Times are milliseconds. */
export interface OutageFigures {
  /** Webhooks sent while the broker was dead, and the different answers to them. */
  readonly webhooks: number;
  readonly statuses: readonly (number | null)[];
  /** Webhooks of the outage whose task came afterwards: they had been kept in memory. */
  readonly kept: number;
  /** Most memory in the outage above that before it. */
  readonly grownBytes: number;
  /** From the broker's return to the first 2xx, and to readiness. */
  readonly firstAcceptedMs: number;
  readonly readyAgainMs: number;
  /** From the broker's death to the last time that the ingester called itself ready. */
  readonly notReadyMs: number;
  /** The different answers of the liveness probe, from the first to the last. */
  readonly liveness: readonly (number | null)[];
}

export interface OutageResult extends OutageFigures {
  readonly verdict: Verdict;
  readonly isSameProcess: boolean;
}

const valuesOf = (samples: readonly Sample[]): readonly (number | null)[] => [
  ...new Set(samples.map(({ value }) => value)),
];
const isReady = ({ value }: Sample): boolean => value === 200;
const most = (samples: readonly Sample[]): number => Math.max(...samples.map(({ value }) => value ?? 0));

/** `recovered` are the events of the whole history that were not accepted and came all the same. */
export function judgeOutage(
  { from, until, back }: OutageTimes,
  entries: readonly HistoryEntry[],
  recovered: readonly string[],
  watch: ProcessWatch,
): OutageFigures {
  const requests = entries.filter((entry) => entry.kind === 'request');
  const during = requests.filter(({ at }) => at >= from && at < until);
  const answeredOk = requests.filter(({ at, status }) => at >= from && status !== null && status < 300);
  const lastReady = between(watch.ready, from, until).findLast(isReady)?.at ?? from;
  const readyAgain = watch.ready.find((sample) => sample.at >= until && isReady(sample))?.at ?? Infinity;
  return {
    webhooks: during.length,
    statuses: [...new Set(during.map(({ status }) => status))],
    kept: during.filter(({ event }) => recovered.includes(event)).length,
    grownBytes: most(between(watch.memory, from, back)) - most(between(watch.memory, from - 5_000, from)),
    firstAcceptedMs: Math.min(...answeredOk.map(({ at, ms }) => at + ms)) - back,
    readyAgainMs: readyAgain - back,
    notReadyMs: lastReady - from,
    liveness: valuesOf(watch.live),
  };
}
