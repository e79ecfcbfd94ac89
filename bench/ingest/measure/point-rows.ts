import { row, type Row, type RowExtras } from '../../harness/row';
import { median, medianRatio } from '../../harness/statistics';
import type { Rounds } from './interleaved';
import type { Measurement } from './measurement';

/** Who the others are compared with. */
export const BASE = 'bare';
/** Issue 4: 0.8 of a bare server under load, 1.5 of its time alone. */
const THROUGHPUT: RowExtras['goal'] = { of: 'ratio', atLeast: 0.8 };
const LATENCY: RowExtras['goal'] = { of: 'ratio', atMost: 1.5 };

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly of: (measurement: Measurement) => number;
  /** Anton's goal at that many connections. */
  readonly goal?: (connections: number) => RowExtras['goal'];
}

const METRICS: readonly Metric[] = [
  {
    name: 'requests',
    unit: 'req/s',
    of: ({ requestsPerSecond }) => requestsPerSecond,
    goal: (connections) => (connections > 1 ? THROUGHPUT : undefined),
  },
  {
    name: 'p50',
    unit: 'ms',
    of: ({ p50Ms }) => p50Ms,
    goal: (connections) => (connections === 1 ? LATENCY : undefined),
  },
  { name: 'p99', unit: 'ms', of: ({ p99Ms }) => p99Ms },
  { name: 'CPU of the server', unit: 'µs/req', of: ({ serverMicros }) => serverMicros },
  { name: 'CPU of the broker', unit: 'µs/req', of: ({ brokerMicros }) => brokerMicros },
  { name: 'memory (RSS)', unit: 'MiB', of: (measurement) => measurement.rssBytes / 2 ** 20 },
];

function ratioTo(
  base: string,
  metric: Metric,
  name: string,
  measured: Rounds<Measurement>,
): RowExtras['ratio'] {
  const [own, others] = [measured.get(name) ?? [], measured.get(base) ?? []];
  if (name === base || others.length === 0) return undefined;
  return { value: medianRatio(own.map(metric.of), others.map(metric.of)), against: base };
}

/** The rows of one point (`where`: "32 connections"): each figure of each server, medians over the rounds. */
export function pointRows(where: string, connections: number, measured: Rounds<Measurement>): Row[] {
  const figures = METRICS.flatMap((metric) =>
    [...measured].map(([name, rounds]) =>
      row(`${where}: ${metric.name}, ${name}`, median(rounds.map(metric.of)), metric.unit, {
        ratio: ratioTo(BASE, metric, name, measured),
        goal: name === 'anton' ? metric.goal?.(connections) : undefined,
      }),
    ),
  );
  const [requests] = METRICS;
  const anton = measured.get('anton') ?? [];
  if (requests === undefined || anton.length === 0 || !measured.has('fastapi')) return figures;
  const ratio = ratioTo('fastapi', requests, 'anton', measured);
  return [
    ...figures,
    row(`${where}: requests, anton`, median(anton.map(requests.of)), requests.unit, { ratio }),
  ];
}
