import { expect, it } from 'vitest';
import { planOf } from './plan';

const key = { ANTHROPIC_API_KEY: 'k' };

it('lets the rules decide unless it is told otherwise', () => {
  expect(planOf({ options: {} }, key)).toEqual({ kind: 'rules' });
  expect(planOf({ options: { from: 'a.jsonl' } }, {})).toEqual({ kind: 'recording', file: 'a.jsonl' });
  expect(planOf({ options: { live: true, record: 'a.jsonl' } }, { ...key, ANTON_MODEL_ROUTER: 'm' })).toEqual(
    {
      kind: 'live',
      apiKey: 'k',
      baseUrl: undefined,
      model: 'm',
      record: 'a.jsonl',
    },
  );
});

it.each([
  [{ live: true }, {}, /needs a model/],
  [{ record: 'a' }, key, /--record/],
  [{ from: 'a', live: true }, key, /--from/],
])('refuses %j', (options, variables, message) => {
  expect(() => planOf({ options }, variables)).toThrow(message);
});
