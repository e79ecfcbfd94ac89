import { describe, expect, it } from 'vitest';
import { faultsOf } from './support/history/check-history';
import { surviveKills } from './support/line/survive-kills';
import type { Victim } from './support/line/kill';

const times = (count: number, ...victims: readonly Victim[]) => Array.from({ length: count }, () => victims);

describe('kill -9 under load, 50 times', () => {
  it.each<[string, readonly (readonly Victim[])[]]>([
    ['the broker', times(50, 'broker')],
    ['the ingester and the orchestrator', [...times(50, 'ingester'), ...times(50, 'orchestrator')]],
    ['all three at once', times(20, 'broker', 'ingester', 'orchestrator')],
  ])('of %s loses, doubles and invents nothing', { timeout: 3_600_000 }, async (_, turns) => {
    const options = { name: 'ingest-kills-soak', perSecond: 100, webhooks: 10_000, turns };
    const verdict = await surviveKills(options);
    expect(faultsOf(verdict)).toEqual({});
  });
});
