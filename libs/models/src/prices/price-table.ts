/** US dollars per million tokens. */
export interface ModelPrice {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  /** Above so many input tokens the whole call costs `factor` times as much. */
  readonly long?: { readonly aboveTokens: number; readonly factor: number };
}

/** The day on which the vendors' pages gave the prices below. */
export const PRICE_TABLE_VERSION = '2026-11-22';

/** Claude: a cache write of five minutes costs 1.25 × input, a read 0.1 ×. */
function claude(input: number, output: number): ModelPrice {
  return { input, cacheRead: input * 0.1, cacheWrite: input * 1.25, output };
}

/** GPT since 5.6: a cache write costs 1.25 × input, a read its own price. */
function gpt(input: number, cacheRead: number, output: number): ModelPrice {
  return { input, cacheRead, cacheWrite: input * 1.25, output };
}

/** By exact id, of which a date may follow. A model whose price no source gives is left out. */
export const PRICES: Readonly<Record<string, ModelPrice>> = {
  'claude-sonnet-5-5': claude(2, 10),
  'claude-opus-5-5': claude(4, 20),
  'claude-haiku-5-5': claude(0.1, 0.5),
  'claude-fable-5-1': claude(10, 50),
  'claude-sonnet-5': claude(3, 15),
  'claude-opus-4-8': claude(5, 25),
  'claude-sonnet-4-6': claude(3, 15),
  'claude-haiku-4-5': claude(1, 5),
  'claude-sonnet-4-5': claude(3, 15),
  'gpt-6.1-sol': { ...gpt(2, 0.1, 10), long: { aboveTokens: 272_000, factor: 2 } },
  'gpt-5.6-sol': gpt(5, 0.5, 30),
  'gpt-5.6-terra': gpt(2.5, 0.25, 15),
  'gpt-5.6-luna': gpt(1, 0.1, 6),
};
