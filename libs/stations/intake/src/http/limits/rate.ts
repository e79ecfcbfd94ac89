import { TokenBucket } from 'limiter';

/** How many seconds' worth may come at once. */
const BURST_SECONDS = 10;

/** A full token bucket of so many tokens per second on average; undefined for 0, which sets no limit. */
export function rateOf(perSecond: number): TokenBucket | undefined {
  if (perSecond === 0) return undefined;
  const bucketSize = perSecond * BURST_SECONDS;
  const bucket = new TokenBucket({ bucketSize, tokensPerInterval: perSecond, interval: 'second' });
  bucket.content = bucketSize;
  return bucket;
}
