import type { CheckOutcome } from '@anton/contracts';

/** Where the command of the gate came from. */
export type CheckOrigin =
  'template' | 'anton.yml' | 'AGENTS.md' | 'package.json' | 'maven' | 'gradle' | 'pytest' | 'go' | 'cargo';

/** The commands of the gate, run one after the other; the first red one ends the run of checks. */
export interface CheckPlan {
  readonly commands: readonly string[];
  readonly origin: CheckOrigin;
}

/** One failing test; `detail` is at most 40 lines. */
export interface TestFailure {
  readonly id: string;
  readonly detail: string;
}

/** One execution of the gate. Counts are null where the output could not be read. */
export interface CheckRun {
  readonly command: string;
  readonly outcome: CheckOutcome;
  readonly exitCode: number | null;
  readonly tests: number | null;
  readonly failed: number | null;
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
