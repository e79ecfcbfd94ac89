import { describe, expect, it } from 'vitest';
import { row } from './row';

describe('row', () => {
  it('has every field of the published shape, also without a ratio and a goal', () => {
    expect(row('p99', 3.5, 'ms')).toEqual({
      what: 'p99',
      value: 3.5,
      unit: 'ms',
      ratio: null,
      against: null,
      goal: null,
    });
  });

  it.each([
    [0.8, { of: 'ratio', atLeast: 0.8 }, true],
    [0.79, { of: 'ratio', atLeast: 0.8 }, false],
    [1.5, { of: 'ratio', atMost: 1.5 }, true],
    [1.51, { of: 'ratio', atMost: 1.5 }, false],
  ] as const)('judges the ratio %d by %j', (value, goal, met) => {
    expect(row('x', 1, 'req/s', { ratio: { value, against: 'bare' }, goal }).goal).toEqual({ ...goal, met });
  });

  it('judges a value by itself', () => {
    const goal = { of: 'value', atMost: 10 } as const;
    expect(row('x', 9, 'ms', { ratio: { value: 50, against: 'bare' }, goal }).goal?.met).toBe(true);
    expect(row('x', 11, 'ms', { goal }).goal?.met).toBe(false);
  });

  it('misses the goal of a ratio that there is none of', () => {
    expect(row('x', 1, 'ms', { goal: { of: 'ratio', atMost: 1.5 } }).goal?.met).toBe(false);
  });
});
