import { describe, expect, it } from 'vitest';
import { categorized, categoryOf, FAILURE_CATEGORIES } from '../failure-category';
import { mayRetry, sizeAfter } from './retry-rules';

const endedAs = (...categories: (typeof FAILURE_CATEGORIES)[number][]) =>
  categories.map((category) => ({ reason: categorized(category, 'so it was: really') }));

describe('the retry rules', () => {
  it.each(['evicted', 'node_lost', 'pod_deleted', 'killed', 'interrupted'] as const)(
    'try a run that was %s again once',
    (category) => {
      expect(mayRetry(category, [], 'small')).toBe(true);
      expect(mayRetry(category, endedAs('out_of_memory'), 'small')).toBe(true);
      expect(mayRetry(category, endedAs('evicted'), 'small')).toBe(false);
      expect(mayRetry(category, endedAs('node_lost'), 'small')).toBe(false);
    },
  );

  it('try a run without enough memory again once, unless there is no more', () => {
    expect(mayRetry('out_of_memory', endedAs('evicted'), 'small')).toBe(true);
    expect(mayRetry('out_of_memory', endedAs('out_of_memory'), 'small')).toBe(false);
    expect(mayRetry('out_of_memory', [], 'large')).toBe(false);
  });

  it('try nothing else again', () => {
    const again = FAILURE_CATEGORIES.filter((category) => mayRetry(category, [], 'small'));
    expect(again).toEqual(['out_of_memory', 'evicted', 'node_lost', 'pod_deleted', 'killed', 'interrupted']);
  });

  it('give the next size after a run without enough memory', () => {
    expect(sizeAfter([], 'small')).toBe('small');
    expect(sizeAfter(endedAs('evicted'), 'small')).toBe('small');
    expect(sizeAfter(endedAs('out_of_memory', 'evicted'), 'small')).toBe('medium');
    expect(sizeAfter(endedAs('out_of_memory'), 'large')).toBe('large');
  });
});

describe('a category in a text', () => {
  it.each(FAILURE_CATEGORIES)('is read back: %s', (category) => {
    expect(categoryOf(categorized(category, 'evicted: no'))).toBe(category);
  });

  it.each([null, '', 'process 4711 is gone', 'evil: x', 'the runner: evicted: x'])(
    'is not seen in %s',
    (text) => {
      expect(categoryOf(text)).toBeUndefined();
    },
  );
});
