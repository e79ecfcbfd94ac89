import type { Row } from './row';
import type { Versions } from './versions';

/** An option of one benchmark, `--name` or `--name VALUE`. */
export interface BenchmarkOption {
  readonly type: 'boolean' | 'string';
  readonly description: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** How a benchmark was asked to run. */
export interface BenchmarkRequest {
  /** Little of everything: to see that it works, not to keep figures of. */
  readonly isQuick: boolean;
  readonly options: OptionValues;
  /** Tells whoever waits how it goes. */
  readonly say: (line: string) => void;
}

/** What a benchmark found. `notes` are printed below the table: what was skipped, which tool was used. */
export interface Findings {
  readonly rows: readonly Row[];
  readonly versions: Versions;
  readonly notes: readonly string[];
}

/** One benchmark: a folder of bench/ with a module that exports it; listed in benchmarks.ts. */
export interface Benchmark {
  readonly name: string;
  /** One line. */
  readonly summary: string;
  readonly options: Readonly<Record<string, BenchmarkOption>>;
  /** @throws InvalidRunError when the figures mean nothing */
  run(request: BenchmarkRequest): Promise<Findings>;
}
