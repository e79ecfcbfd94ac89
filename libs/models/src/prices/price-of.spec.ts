import { expect, it } from 'vitest';
import { DEFAULT_MODELS } from '../roles/model-roles';
import { priceOf } from './price-of';

const MILLION = 1_000_000;
const usage = { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };

it.each([
  ['claude-sonnet-5-5', { inputTokens: MILLION }, 2],
  ['claude-sonnet-5-5', { cacheReadTokens: MILLION }, 0.2],
  ['claude-sonnet-5-5', { cacheWriteTokens: MILLION }, 2.5],
  ['claude-sonnet-5-5', { cacheWriteTokens: MILLION, cacheWriteHourTokens: MILLION / 2 }, 3.25],
  ['claude-sonnet-5-5', { outputTokens: MILLION }, 10],
  ['claude-opus-5-5', { inputTokens: MILLION, outputTokens: MILLION }, 24],
  ['claude-sonnet-4-5-20250929', { inputTokens: MILLION }, 3],
  ['gpt-6.1-sol-2026-10-01', { outputTokens: MILLION }, 10],
  ['gpt-6.1-sol', { inputTokens: 100_000 }, 0.2],
  ['gpt-6.1-sol', { inputTokens: 200_000, cacheReadTokens: 100_000 }, 0.82],
])('%s %o costs $%d', (model, fields, usd) => {
  expect(priceOf(model, { ...usage, ...fields })).toBeCloseTo(usd, 10);
});

it.each(['claude-sonnet-5-9', 'claude-sonnet-5-5-turbo', 'gpt-7', 'constructor', ''])(
  'has no price for %s',
  (model) => {
    expect(priceOf(model, usage)).toBeNull();
  },
);

it('has a price for every default', () => {
  for (const model of Object.values(DEFAULT_MODELS)) expect(priceOf(model, usage)).toBe(0);
});
