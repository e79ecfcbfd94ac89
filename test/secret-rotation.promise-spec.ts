import { describe, expect, it } from 'vitest';
import { faultsOf } from './support/history/check-history';
import { surviveRotations } from './support/line/survive-rotations';

describe('secrets in files, rotated twice at 100 webhooks per second', () => {
  it('rejects no valid webhook, loses none, and takes the old secret no longer, without a restart', async () => {
    const { verdict, notYetTakenMs, stillTakenMs, isSameProcess } = await surviveRotations(100, 2);
    expect(faultsOf(verdict)).toEqual({});
    expect(verdict.accepted).toBe(verdict.requests);
    expect(verdict.accepted).toBeGreaterThan(500);
    for (const times of [notYetTakenMs, stillTakenMs]) {
      expect(times).toHaveLength(2);
      for (const ms of times) expect(ms).toBeLessThan(60_000);
    }
    expect(isSameProcess).toBe(true);
  }, 300_000);
});
