import { Injectable } from '@nestjs/common';
import type { TokenBucket } from 'limiter';
import { IntakeLimits } from './intake-limits';
import { rateOf } from './rate';

interface SourceRate {
  readonly proven: TokenBucket | undefined;
  readonly others: TokenBucket | undefined;
}

/** How much each source takes. Who is proven has a bucket of his own: whoever only floods a source cannot empty it. */
@Injectable()
export class SourceRates {
  private readonly rates = new Map<string, SourceRate>();

  constructor(private readonly limits: IntakeLimits) {}

  /** `source` is the name of a source that exists: it takes memory. */
  take(source: string, isProven: boolean): boolean {
    const rate = this.rates.get(source) ?? this.add(source);
    const bucket = isProven ? rate.proven : rate.others;
    return bucket === undefined || bucket.tryRemoveTokens(1);
  }

  private add(source: string): SourceRate {
    const { deliveriesPerSource: perSecond } = this.limits;
    const rate = { proven: rateOf(perSecond), others: rateOf(perSecond) };
    this.rates.set(source, rate);
    return rate;
  }
}
