import { describe, expect, it } from 'vitest';
import { faultsOf } from './support/history/check-history';
import { surviveOutage } from './support/line/survive-outage';

const MIB = 1024 * 1024;

describe('a broker that is gone for a minute, at 50 webhooks per second', () => {
  it('costs no task, no memory and no restart', async () => {
    const outage = await surviveOutage({ perSecond: 50, outageMs: 60_000 });
    expect(faultsOf(outage.verdict)).toEqual({});
    expect(outage.statuses).toEqual([503]);
    expect(outage.kept).toBe(0);
    expect(outage.webhooks).toBeGreaterThan(2_000);
    expect(outage.grownBytes).toBeLessThan(50 * MIB);
    expect(outage.firstAcceptedMs).toBeLessThan(10_000);
    expect(outage.notReadyMs).toBeLessThan(15_000);
    expect(outage.readyAgainMs).toBeLessThan(15_000);
    expect(outage.liveness).toEqual([200]);
    expect(outage.isSameProcess).toBe(true);
  }, 300_000);
});
