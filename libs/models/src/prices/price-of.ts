import type { ModelUsage } from '../model-client.port';
import { PRICES } from './price-table';

/** `-20260101` and `-2026-01-01`: how the vendors name a snapshot of a model. */
const SNAPSHOT = /-\d{4}-?\d{2}-?\d{2}$/;

/** What is kept for an hour costs so many times the input (Anthropic's price page). */
const HOUR_FACTOR = 2;

/** US dollars for `usage`, or null for a model without a known price. */
export function priceOf(model: string, usage: ModelUsage): number | null {
  const id = model.replace(SNAPSHOT, '');
  const price = Object.hasOwn(PRICES, id) ? PRICES[id] : undefined;
  if (price === undefined) return null;
  const { inputTokens, cacheReadTokens, cacheWriteTokens, cacheWriteHourTokens = 0, outputTokens } = usage;
  const input = inputTokens + cacheReadTokens + cacheWriteTokens;
  const factor = price.long !== undefined && input > price.long.aboveTokens ? price.long.factor : 1;
  const micro =
    inputTokens * price.input +
    cacheReadTokens * price.cacheRead +
    (cacheWriteTokens - cacheWriteHourTokens) * price.cacheWrite +
    cacheWriteHourTokens * price.input * HOUR_FACTOR +
    outputTokens * price.output;
  return (micro * factor) / 1_000_000;
}
