import { expect, it } from 'vitest';
import { pointRows, type PointRound } from './point-rows';

const round = (anton: readonly number[], raw: readonly number[]): PointRound => ({
  anton: anton.map((total) => ({ total: total + 5, model: 5 })),
  raw,
  cpuMs: 60,
});

const rounds = [
  round([20, 30, 40], [20, 20, 20]),
  round([200, 300, 400], [200, 200, 200]),
  round([30, 30, 30], [10]),
];

it('takes the time of the model off, and compares round by round', () => {
  const rows = pointRows(16, rounds);
  expect(rows[0]).toMatchObject({
    what: '16 in flight: message to Job, p50, anton',
    value: 30,
    against: 'raw',
  });
  expect(rows[0]?.ratio).toBeCloseTo(1.5);
  expect(rows[0]?.goal).toEqual({ of: 'ratio', atMost: 1.5, met: true });
  expect(rows[2]).toMatchObject({ value: 20, ratio: null, goal: null });
  expect(rows[4]).toMatchObject({ value: 5 });
  expect(rows[5]?.value).toBeCloseTo(20);
});

it('misses its goal by more than half', () => {
  expect(pointRows(1, [round([31], [20])])[0]?.goal?.met).toBe(false);
});
