import { fileURLToPath } from 'node:url';
import type { RunStatus } from '@anton/contracts';

/** What a scripted runner does, in this order. Without `status`, `garbage` and `exit` it works for ever. */
export interface RunnerScript {
  /** Ignores SIGTERM. */
  readonly stubborn?: boolean;
  /** Starts a process in a session of its own that never ends. */
  readonly grandchild?: boolean;
  readonly afterMs?: number;
  /** Kills itself in every attempt below this one. */
  readonly vanishUntilAttempt?: number;
  /** Takes this much memory. */
  readonly memoryMb?: number;
  readonly print?: string;
  /** Writes half a report. */
  readonly garbage?: boolean;
  /** Writes a report with this status. */
  readonly status?: RunStatus;
  /** Of the report; default 0.25, null for a price that is not known. */
  readonly usd?: number | null;
  readonly exit?: number;
}

/** The program that plays a {@link RunnerScript}, which it finds as JSON in the description of its task. */
export const SCRIPTED_RUNNER = fileURLToPath(new URL('./scripted-runner.mjs', import.meta.url));
