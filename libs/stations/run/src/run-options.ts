import type { ReportBlockedHost } from '@anton/contracts';

/** How this process runs tasks. */
export interface RunOptions {
  /** Refuse to run commands without isolation. */
  readonly requireSandbox: boolean;
  /** The longest that one run of the checks may take, milliseconds. */
  readonly checkTimeoutMs: number;
  /** Added to the environment of every command of the repository: how they find the proxy, for instance. No secret. */
  readonly commandEnvironment: Readonly<Record<string, string>>;
  /** Which hosts the run asked for since then and was refused. */
  readonly blockedHosts: (since: Date) => Promise<readonly ReportBlockedHost[]>;
}

export const RUN_OPTIONS = Symbol.for('anton.run-options');

/** 600 s for the checks: `agent-loop` 5.1. */
export const DEFAULT_RUN_OPTIONS: RunOptions = {
  requireSandbox: false,
  checkTimeoutMs: 600_000,
  commandEnvironment: {},
  blockedHosts: () => Promise.resolve([]),
};
