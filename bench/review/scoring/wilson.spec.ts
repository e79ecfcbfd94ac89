import { expect, it } from 'vitest';
import { wilson } from './wilson';

/** Newcombe 1998 (Statistics in Medicine 17: 857-872), table I, method 3: the score interval without a correction. */
it.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('is that of the literature for %d of %d', (hits, of, low, high) => {
  const found = wilson({ hits, of });
  expect(found[0]).toBeCloseTo(low, 4);
  expect(found[1]).toBeCloseTo(high, 4);
});

it('says nothing of nothing', () => {
  expect(wilson({ hits: 0, of: 0 })).toEqual([0, 1]);
});
