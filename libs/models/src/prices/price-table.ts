/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

/** The version of the table below: the day on which the vendors' pages said so. */
export const PRICE_TABLE_VERSION = '2026-11-22';

/** Claude: a cache write costs 1.25 × input, a read 0.1 ×. */
function claude(input: number, output: number): ModelPrice {
  return { input, cacheRead: input * 0.1, cacheWrite: input * 1.25, output };
}

/** By the beginning of the model's id; the longest that fits counts. */
export const PRICES: Readonly<Record<string, ModelPrice>> = {
  'claude-sonnet-5': claude(2, 10),
  'claude-opus-5': claude(4, 20),
  'claude-haiku-5': claude(0.1, 0.5),
  'claude-fable-5': claude(10, 50),
  'gpt-6.1-sol': { input: 2, cacheRead: 0.1, cacheWrite: 2.5, output: 10 },
};
