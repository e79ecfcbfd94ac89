/** How this process runs tasks. */
export interface RunOptions {
  /** Refuse to run commands without isolation. */
  readonly requireSandbox: boolean;
  /** The longest that one run of the checks may take, milliseconds. */
  readonly checkTimeoutMs: number;
}

export const RUN_OPTIONS = Symbol.for('anton.run-options');

/** 600 s for the checks: `agent-loop` 5.1. */
export const DEFAULT_RUN_OPTIONS: RunOptions = { requireSandbox: false, checkTimeoutMs: 600_000 };
