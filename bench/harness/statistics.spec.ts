import { describe, expect, it } from 'vitest';
import { median, medianRatio, quantile, slope } from './statistics';

describe('quantile and median', () => {
  it('are of the sorted values, between two of them in proportion', () => {
    expect(median([30, 10, 20])).toBe(20);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20);
    expect(quantile([10, 20], 0.9)).toBeCloseTo(19);
    expect([quantile([7, 3], 0), quantile([7, 3], 1)]).toEqual([3, 7]);
  });

  it('are no number of nothing', () => {
    expect(median([])).toBeNaN();
  });

  it('leave their values in their order', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('medianRatio', () => {
  it('compares round by round: a slow round is slow for both', () => {
    expect(medianRatio([10, 80, 30], [100, 100, 40])).toBeCloseTo(0.75);
  });

  it('is no number when a round has nothing to compare with', () => {
    expect(medianRatio([80], [])).toBeNaN();
  });
});

describe('slope', () => {
  it('is the growth of y by x', () => {
    const points = [0, 1, 2, 3].map((x) => ({ x, y: 100 + 2 * x }));
    expect(slope(points)).toBeCloseTo(2);
    expect(
      slope([
        { x: 0, y: 5 },
        { x: 1, y: 6 },
        { x: 2, y: 5 },
      ]),
    ).toBeCloseTo(0);
  });

  it('is 0 of what does not move', () => {
    expect([
      slope([]),
      slope([{ x: 1, y: 9 }]),
      slope([
        { x: 1, y: 9 },
        { x: 1, y: 3 },
      ]),
    ]).toEqual([0, 0, 0]);
  });
});
