import type { CheckOutcome } from '@anton/contracts';

/** Where the command of the gate came from. */
export type CheckOrigin =
  | 'template'
  | 'anton.yml'
  | 'AGENTS.md'
  | 'package.json'
  | 'maven'
  | 'gradle'
  | 'pytest'
  | 'unittest'
  | 'go'
  | 'cargo';

/** The commands of the gate, run one after the other; the first red one ends the run of checks. */
export interface CheckPlan {
  readonly commands: readonly string[];
  readonly origin: CheckOrigin;
  /** What the repository itself wants to be run before its first check (`setup` of anton.yml). */
  readonly setup?: readonly string[];
  /** For one run of all commands, milliseconds, when the repository says so. */
  readonly timeoutMs?: number;
  /** A command with the flags that make its runner write a report, where it needs some. */
  readonly reporting?: Readonly<Record<string, string>>;
}

/** One failing test; `detail` is at most 40 lines. */
export interface TestFailure {
  readonly id: string;
  readonly detail: string;
}

/** One test that a run reported. */
export interface TestCase {
  readonly id: string;
  readonly status: 'passed' | 'failed' | 'skipped';
}

/** One execution of the gate. Counts are null where neither a report nor the output said them. */
export interface CheckRun {
  readonly command: string;
  readonly outcome: CheckOutcome;
  readonly exitCode: number | null;
  /** All tests, skipped ones included. */
  readonly tests: number | null;
  readonly failed: number | null;
  readonly skipped: number | null;
  /** Every test by name where the runner wrote a report, at most 20,000; else none. */
  readonly cases: readonly TestCase[];
  /** Failing tests that passed when they were run again at once, unchanged. */
  readonly flaky: readonly string[];
  /** At most 20. */
  readonly failures: readonly TestFailure[];
  readonly durationMs: number;
  /** The end of the output, bounded. */
  readonly tail: string;
  readonly logPath: string | null;
}

/** The gate of one run. The runner's own run is the gate, never the model's word. */
export abstract class CheckSession {
  /** Null when no test command was found: such a change can only be a draft. */
  abstract readonly plan: CheckPlan | null;

  /** Runs the gate in the workspace. `not_run` when there is no plan. */
  abstract run(signal: AbortSignal): Promise<CheckRun>;
}

/** How many tests really ran; null when the run did not say. */
export function executedOf({ tests, skipped }: Pick<CheckRun, 'tests' | 'skipped'>): number | null {
  return tests === null ? null : tests - (skipped ?? 0);
}
