import { expect, it } from 'vitest';
import { coldStartRows } from './cold-start';

it('compares start by start', () => {
  const starts = [
    { node: 40, live: 400, ready: 600 },
    { node: 400, live: 4_000, ready: 6_000 },
    { node: 40, live: 600, ready: 800 },
  ];
  const [live, ready, node] = coldStartRows(starts);
  expect(live).toMatchObject({
    value: 600,
    against: 'node -e 0',
    goal: { of: 'ratio', atMost: 12, met: true },
  });
  expect(live?.ratio).toBeCloseTo(10);
  expect(ready).toMatchObject({ value: 800, goal: null });
  expect(node).toMatchObject({ value: 40 });
});
