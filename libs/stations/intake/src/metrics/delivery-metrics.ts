import { Injectable } from '@nestjs/common';
import {
  MetricsRegistry,
  scrapedCounter,
  scrapedGauge,
  scrapedHistogram,
  type Series,
} from '@anton/platform';
import { IGNORED_CAUSES } from '@anton/webhooks';
import { REJECTIONS } from './rejection';
import { ANSWERS, SourceTally } from './source-tally';

/** Where the deliveries for names that are no source are counted; no source can be called that. */
export const UNKNOWN_SOURCE = '_unknown';

/** What became of deliveries, by source (docs/operations.md). Sources are configuration, so series are bounded. */
@Injectable()
export class DeliveryMetrics {
  private readonly tallies = new Map<string, SourceTally>();

  constructor({ registry }: MetricsRegistry) {
    scrapedCounter(registry, {
      name: 'anton_deliveries_received_total',
      help: 'Deliveries that arrived, answered or not',
      read: () => this.each(({ received }) => received),
    });
    scrapedCounter(registry, {
      name: 'anton_deliveries_total',
      help: 'Deliveries by what became of them',
      read: () => [...this.tallies].flatMap(([source, tally]) => results(source, tally)),
    });
    scrapedCounter(registry, {
      name: 'anton_deliveries_abandoned_total',
      help: 'Deliveries whose sender went away before the answer; what became of them is counted as well',
      read: () => this.each(({ abandoned }) => abandoned),
    });
    scrapedGauge(registry, {
      name: 'anton_deliveries_in_flight',
      help: 'Deliveries that arrived and are not answered yet',
      read: () => this.each(({ inFlight }) => inFlight),
    });
    scrapedCounter(registry, {
      name: 'anton_delivery_bytes_total',
      help: 'Bytes of the bodies that were received whole',
      read: () => this.each(({ bytes }) => bytes),
    });
    scrapedHistogram(registry, {
      name: 'anton_delivery_answer_seconds',
      help: 'From the head of a delivery until its answer was sent, by status',
      read: () =>
        [...this.tallies].flatMap(([source, { answering }]) =>
          ANSWERS.map((status) => [{ source, status }, answering[status]] as const),
        ),
    });
    scrapedHistogram(registry, {
      name: 'anton_publish_seconds',
      help: 'Until the queue had confirmed that a task or a signal is durable',
      read: () => this.each(({ publishing }) => publishing),
    });
    scrapedHistogram(registry, {
      name: 'anton_delivery_lag_seconds',
      help: 'From the event at the sender until its delivery arrived, of tasks and signals',
      read: () => this.each(({ lag }) => lag),
    });
  }

  /** The tally of a source. Only for names that were found among the sources. */
  of(source: string): SourceTally {
    let tally = this.tallies.get(source);
    if (tally === undefined) {
      tally = new SourceTally();
      this.tallies.set(source, tally);
    }
    return tally;
  }

  private each<T>(pick: (tally: SourceTally) => T): Series<T>[] {
    return [...this.tallies].map(([source, tally]) => [{ source }, pick(tally)] as const);
  }
}

function results(source: string, tally: SourceTally): Series<number>[] {
  return [
    [{ source, result: 'accepted' }, tally.accepted],
    [{ source, result: 'parked' }, tally.parked],
    [{ source, result: 'unavailable' }, tally.unavailable],
    [{ source, result: 'failed' }, tally.failed],
    ...IGNORED_CAUSES.map(
      (reason) => [{ source, result: 'ignored', reason }, tally.ignored[reason]] as const,
    ),
    ...REJECTIONS.map((reason) => [{ source, result: 'rejected', reason }, tally.rejected[reason]] as const),
  ];
}
