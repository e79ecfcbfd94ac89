import { describe, expect, it } from 'vitest';
import { faultsOf } from './support/history/check-history';
import { surviveKills } from './support/line/survive-kills';

describe('kill -9 of the broker and of the ingester, five times each, at 100 webhooks per second', () => {
  it('loses, doubles and invents nothing, and answers 503 within 6 s what it does not take', async () => {
    const verdict = await surviveKills({
      name: 'ingest-kills',
      perSecond: 100,
      webhooks: 2_000,
      turns: [
        ...Array.from({ length: 5 }, () => ['broker'] as const),
        ...Array.from({ length: 5 }, () => ['ingester'] as const),
      ],
    });
    expect(faultsOf(verdict)).toEqual({});
    expect(verdict.accepted).toBeGreaterThan(500);
  }, 400_000);
});
