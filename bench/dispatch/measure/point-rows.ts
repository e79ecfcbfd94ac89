import { row, type Row } from '../../harness/row';
import { median, medianRatio, quantile } from '../../harness/statistics';
import type { Passage } from './anton-round';

/** Issue 5: at most so many times the two raw calls. */
const MAX_RATIO = 1.5;
const BASE = 'raw';

/** What one round found of both contenders. Milliseconds. */
export interface PointRound {
  readonly anton: readonly Passage[];
  /** From the first of the two raw calls until the Job, the second object, was made at the server. */
  readonly raw: readonly number[];
  /** Processor time of the orchestrator until all of the round's tasks were settled. */
  readonly cpuMs: number;
}

/** A task's time without the model's. */
export const ownTimes = (passages: readonly Passage[]): number[] =>
  passages.map(({ total, model }) => total - model);

/** The rows of one number of messages in flight; ratios are round by round. */
export function pointRows(inFlight: number, rounds: readonly PointRound[]): Row[] {
  const where = `${inFlight} in flight`;
  const own = rounds.map(({ anton }) => ownTimes(anton));
  const antonP50s = own.map(median);
  const rawP50s = rounds.map(({ raw }) => median(raw));
  const ratio = { value: medianRatio(antonP50s, rawP50s), against: BASE };
  const tasks = rounds.reduce((sum, { anton }) => sum + anton.length, 0);
  const cpuMs = rounds.reduce((sum, round) => sum + round.cpuMs, 0);
  const models = rounds.flatMap(({ anton }) => anton.map(({ model }) => model));
  return [
    row(`${where}: message to Job, p50, anton`, median(antonP50s), 'ms', {
      ratio,
      goal: { of: 'ratio', atMost: MAX_RATIO },
    }),
    row(`${where}: message to Job, p95, anton`, median(own.map((times) => quantile(times, 0.95))), 'ms'),
    row(`${where}: ConfigMap and Job, p50, raw`, median(rawP50s), 'ms'),
    row(`${where}: ConfigMap and Job, p95, raw`, median(rounds.map(({ raw }) => quantile(raw, 0.95))), 'ms'),
    row(`${where}: the model's time, taken off, p50`, median(models), 'ms'),
    row(`${where}: processor time a task until it is settled, anton`, cpuMs / tasks, 'ms'),
  ];
}
