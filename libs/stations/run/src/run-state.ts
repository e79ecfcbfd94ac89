import type { EarlierLives, Trajectory } from '@anton/agent';
import type { Checkout, CodeHost } from '@anton/codehost';
import type { RunContext } from './context/run-context';
import type { RunFolders } from './context/run-folders';
import type { Progress } from './facts/progress';
import type { RunFacts } from './facts/run-facts';

/** What every step of one run works with. */
export interface RunState {
  readonly context: RunContext;
  readonly folders: RunFolders;
  readonly facts: RunFacts;
  readonly progress: Progress;
  /** Where everything that happens is written down. */
  readonly trajectory: Trajectory;
  /** What earlier lives of this run left. */
  readonly lives: EarlierLives;
  /** Aborted when the run must end: its deadline, or the signal of whoever started it. */
  readonly signal: AbortSignal;
  /** The latter alone: what there is by then is kept for another attempt. */
  readonly stop: AbortSignal;
}

/** A run whose repository is checked out. */
export interface CheckedOutRun extends RunState {
  readonly host: CodeHost;
  readonly checkout: Checkout;
}
