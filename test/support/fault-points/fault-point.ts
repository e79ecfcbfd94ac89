import type { WireCall } from './wire-calls';

/** Where a process dies: in place of a call, or in the moment in which its answer arrives (else, when it is sent). */
export interface FaultPoint {
  readonly call: string;
  /** Which of the calls of this name, from 1. */
  readonly number: number;
  readonly moment: 'before' | 'after';
}

/** What the watched process is told, in {@link WATCH_VARIABLE}. */
export interface WatchOrder {
  /** What listens on which port. */
  readonly servers: Readonly<Record<number, 'postgres' | 'rabbitmq' | 'kubernetes' | 'models'>>;
  /** File that gets one line of JSON for each call: a {@link WireCall}. */
  readonly journal: string;
  readonly death?: FaultPoint;
}

export const WATCH_VARIABLE = 'ANTON_TEST_CALLS';

/**
 * Every place between two calls of a life that was written down where the world can be another one: before the first
 * call, before and after each change, and before each thing that is asked for the first time after the first change.
 */
export function pointsOf(calls: readonly WireCall[]): readonly FaultPoint[] {
  const counts = new Map<string, number>();
  const firstChange = calls.findIndex(({ isChange }) => isChange);
  return calls.flatMap(({ name: call, isChange }, index) => {
    const number = (counts.get(call) ?? 0) + 1;
    counts.set(call, number);
    const before = { call, number, moment: 'before' } as const;
    if (isChange) return [before, { call, number, moment: 'after' } as const];
    return index === 0 || (index > firstChange && number === 1) ? [before] : [];
  });
}
