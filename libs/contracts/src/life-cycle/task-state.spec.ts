import { describe, expect, it } from 'vitest';
import { mayBecome, TASK_OUTCOMES, TASK_STATES } from './task-state';

/** Row: from; column: to, in the order of TASK_STATES. */
const TABLE: Readonly<Record<string, string>> = {
  //         accepted routing waiting running settled
  accepted: 'no yes no no yes',
  routing: ' no no yes no yes',
  waiting: ' no yes no yes yes',
  running: ' no no yes no yes',
  settled: ' no no yes no no',
};

describe('mayBecome', () => {
  it.each(TASK_STATES.flatMap((from) => TASK_STATES.map((to, column) => ({ from, to, column }))))(
    '$from → $to',
    ({ from, to, column }) => {
      expect(mayBecome(from, to)).toBe(TABLE[from]?.trim().split(' ')[column] === 'yes');
    },
  );

  it('reaches the end from every state', () => {
    for (const from of TASK_STATES.filter((state) => state !== 'settled'))
      expect(mayBecome(from, 'settled')).toBe(true);
  });
});

it('has a closed list of outcomes: how runs end, and how a task ends without one', () => {
  const withoutRun = ['needs_info', 'not_fixable', 'cancelled', 'recovered', 'superseded', 'dead_letter'];
  expect(TASK_OUTCOMES).toHaveLength(17);
  expect(TASK_OUTCOMES.slice(-6)).toEqual(withoutRun);
});
