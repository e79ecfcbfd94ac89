import { describe, expect, it } from 'vitest';
import { untimely } from './freshness';

const received = new Date('2026-03-02T10:00:00.000Z');
const before = (hours: number): number => received.getTime() - hours * 3_600_000;

describe('untimely', () => {
  it.each([
    ['now', before(0), null],
    ['as old as may be', before(24), null],
    ['older', before(24) - 1, /24 hours old/],
    ['much older', before(24 * 30), /720 hours old/],
    ['a clock that is ahead', before(-1), null],
    ['further ahead', before(-1) - -1, /ahead of the clock/],
    ['no time', undefined, null],
    ['no number', Number.NaN, null],
  ])('%s', (_what, signed, reason) => {
    const found = untimely(signed, received, 24);
    if (reason === null) expect(found).toBeNull();
    else expect(found).toMatch(reason);
  });
});
