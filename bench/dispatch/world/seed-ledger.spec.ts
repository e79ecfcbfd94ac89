import { expect, it } from 'vitest';
import { stateOf } from './seed-ledger';

it('has tasks that are over, that wait and that are new, in these shares', () => {
  const states = Array.from({ length: 5_000 }, (_, number) => stateOf(number, 5_000));
  const count = (state: string): number => states.filter((other) => other === state).length;
  expect([count('settled'), count('waiting'), count('accepted')]).toEqual([2_500, 2_000, 500]);
});
