import { Injectable, Logger } from '@nestjs/common';
import type { LifeCycleEvent } from '@anton/contracts';
import { LifeCycleFeed } from './life-cycle-feed';

/** Tells what the ledger holds by then: one log line an event, and the feed. */
@Injectable()
export class LifeCycleTeller {
  private readonly logger = new Logger(LifeCycleTeller.name);

  constructor(private readonly feed: LifeCycleFeed) {}

  tell(...events: readonly LifeCycleEvent[]): void {
    for (const event of events) {
      const what = event.type === 'run' ? `run ${event.attempt}` : 'task';
      const how = event.type === 'task' && event.outcome !== null ? ` (${event.outcome})` : '';
      const why = event.reason === null ? '' : `: ${event.reason}`;
      this.logger.log(`${what} ${event.to}${how}${why}`);
    }
    this.feed.emit(...events);
  }
}
