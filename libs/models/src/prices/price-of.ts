import type { ModelUsage } from '../model-client.port';
import { PRICES, type ModelPrice } from './price-table';

function priceFor(model: string): ModelPrice | undefined {
  const known = Object.keys(PRICES).filter((prefix) => model === prefix || model.startsWith(`${prefix}-`));
  const longest = known.toSorted((a, b) => b.length - a.length)[0];
  return longest === undefined ? undefined : PRICES[longest];
}

/** US dollars for `usage`, or null for a model without a known price. */
export function priceOf(model: string, usage: ModelUsage): number | null {
  const price = priceFor(model);
  if (price === undefined) return null;
  const micro =
    usage.inputTokens * price.input +
    usage.cacheReadTokens * price.cacheRead +
    usage.cacheWriteTokens * price.cacheWrite +
    usage.outputTokens * price.output;
  return micro / 1_000_000;
}
