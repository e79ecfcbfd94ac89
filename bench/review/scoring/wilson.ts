/** The 97.5th percentile of the normal distribution. */
const Z = 1.959_964;

/** How many of how many. */
export interface Share {
  readonly hits: number;
  readonly of: number;
}

/** The 95 % score interval of a share (Wilson 1927), from 0 to 1: it holds for small numbers and for 0 and all. */
export function wilson({ hits, of }: Share): readonly [number, number] {
  if (of === 0) return [0, 1];
  const rate = hits / of;
  const centre = (rate + Z ** 2 / (2 * of)) / (1 + Z ** 2 / of);
  const half = (Z / (1 + Z ** 2 / of)) * Math.sqrt((rate * (1 - rate)) / of + Z ** 2 / (4 * of ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
