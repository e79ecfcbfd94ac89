import { describe, expect, it } from 'vitest';
import { planOf } from './plan';

const say = (): void => undefined;

describe('planOf', () => {
  it('measures what issue 5 promises', () => {
    const plan = planOf({ isQuick: false, options: {}, say });
    expect(plan).toMatchObject({
      parts: ['points', 'limit', 'memory', 'start'],
      inFlight: [1, 16],
      limit: { tasks: 500, runs: 20 },
      ledgerTasks: 5_000,
    });
    expect(plan.tasksOf(16)).toBeGreaterThanOrEqual(64);
  });

  it('keeps as many in flight as it says, also when it is quick', () => {
    const plan = planOf({ isQuick: true, options: {}, say });
    for (const inFlight of plan.inFlight) expect(plan.tasksOf(inFlight)).toBeGreaterThanOrEqual(inFlight);
  });

  it('takes its options', () => {
    const options = { only: 'limit,start', 'in-flight': '4', rounds: '2', 'api-ms': '0', profile: '/p' };
    expect(planOf({ isQuick: false, options, say })).toMatchObject({
      parts: ['limit', 'start'],
      inFlight: [4],
      rounds: 2,
      apiMs: 0,
      profile: '/p',
    });
  });

  it.each([[{ only: 'everything' }], [{ 'in-flight': '0' }], [{ rounds: 'x' }], [{ 'api-ms': '-1' }]])(
    'refuses %j',
    (options) => {
      expect(() => planOf({ isQuick: false, options, say })).toThrow(/there is no part|--[a-z-]+ is /);
    },
  );
});
