import type { Benchmark, Findings } from './benchmark';
import { thisMachine, type Machine } from './machine';
import type { Row } from './row';
import { baseVersions, type Versions } from './versions';

/** What `--json` prints: exactly this, in one object. `date` is ISO 8601 UTC. */
export interface BenchmarkResult {
  readonly name: string;
  readonly machine: Machine;
  readonly versions: Versions;
  readonly date: string;
  readonly rows: readonly Row[];
}

/** Findings with where, with what and when they were made. */
export function resultOf({ name }: Benchmark, { rows, versions }: Findings, date: Date): BenchmarkResult {
  return {
    name,
    machine: thisMachine(),
    versions: { ...baseVersions(), ...versions },
    date: date.toISOString(),
    rows,
  };
}
