import { describe, expect, it } from 'vitest';
import { placeUse, type PlaceChange } from './places';

const taken = (at: number): PlaceChange => ({ at, kind: 'taken' });
const left = (at: number): PlaceChange => ({ at, kind: 'left' });

describe('placeUse', () => {
  it('counts the most that were taken at once', () => {
    expect(placeUse([taken(0), taken(1), left(5), taken(6), left(9), left(9)], 2).most).toBe(2);
    expect(placeUse([taken(0), taken(1), taken(2), left(5)], 2).most).toBe(3);
  });

  it('finds the longest time that a place was free before it was taken', () => {
    expect(placeUse([taken(0), taken(10), left(50), taken(90), left(99)], 2).longestIdleMs).toBe(40);
  });

  it('counts a place that is taken late at the begin, and none that nobody takes at the end', () => {
    expect(placeUse([taken(100), taken(130), left(200), left(900)], 2).longestIdleMs).toBe(30);
  });

  it('does not depend on the order of the list', () => {
    expect(placeUse([left(50), taken(0), taken(90), taken(10)], 2)).toEqual({ most: 2, longestIdleMs: 40 });
  });
});
