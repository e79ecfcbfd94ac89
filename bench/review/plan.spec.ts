import { expect, it } from 'vitest';
import { planOf } from './plan';

const key = { OPENAI_API_KEY: 'k' };
const NOW = new Date('2026-11-28T10:00:00Z');

it('looks at the set alone unless it is told otherwise', () => {
  expect(planOf({ options: {} }, key, NOW)).toEqual({ kind: 'set', model: 'gpt-6.1-sol' });
  expect(planOf({ options: { from: 'a.jsonl' } }, {}, NOW)).toEqual({ kind: 'recording', file: 'a.jsonl' });
});

it('keeps what a model answers, by its name and the day unless a file is given', () => {
  const live = { kind: 'live', apiKey: 'k', baseUrl: undefined, model: 'v/m' };
  const variables = { ...key, ANTON_MODEL_REVIEWER: 'v/m' };
  expect(planOf({ options: { live: true } }, variables, NOW)).toEqual({
    ...live,
    record: 'bench/review/recording/v_m-2026-11-28.jsonl',
  });
  expect(planOf({ options: { live: true, record: 'a.jsonl' } }, variables, NOW)).toEqual({
    ...live,
    record: 'a.jsonl',
  });
});

it.each([
  [{ live: true }, {}, /needs a model/],
  [{ record: 'a' }, key, /--record/],
  [{ from: 'a', live: true }, key, /--from/],
])('refuses %j', (options, variables, message) => {
  expect(() => planOf({ options }, variables, NOW)).toThrow(message);
});
