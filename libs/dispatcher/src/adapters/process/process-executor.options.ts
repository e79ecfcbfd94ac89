/** What a {@link ProcessExecutor} starts and where. */
export interface ProcessExecutorOptions {
  /** The program and its leading arguments, e.g. `[process.execPath, 'dist/apps/runner/main.js']`. */
  readonly command: readonly string[];
  /** Holds one folder per attempt, `<taskId>-r<attempt>`. */
  readonly runsDir: string;
  /** The whole environment of the runner; no secret in it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Handed over as one JSON object through the runner's standard input, never by a file, argument or variable. */
  readonly secrets: Readonly<Record<string, string>>;
  /** How long a run may take to end by itself after SIGTERM. Default 25 s. */
  readonly killGraceMs?: number;
}

/** DI token of {@link ProcessExecutorOptions}. */
export const PROCESS_EXECUTOR_OPTIONS = Symbol('PROCESS_EXECUTOR_OPTIONS');

/** Below the 30 s that supervisors commonly allow before their own SIGKILL. */
export const DEFAULT_KILL_GRACE_MS = 25_000;
