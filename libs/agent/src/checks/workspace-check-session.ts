import type { CheckOutcome } from '@anton/contracts';
import type { ExecResult, Workspace } from '@anton/workspace';
import { CheckSession, type CheckPlan, type CheckRun } from './check-session';
import { readTestOutput } from './outputs/read-test-output';

/** `agent-loop` 5.1. */
const DEFAULT_TIMEOUT_MS = 600_000;
const TAIL = 3_000;
/** A log has at most 50 MiB. */
const MAX_LOG_BYTES = 51 * 1024 * 1024;
/** The part of a log that is read for its summary and failures. */
const READ_BYTES = 400_000;
const HALF_CHARACTER = /\p{Cs}/gu;

export interface CheckSessionOptions {
  /** For one run of all commands, milliseconds; default ten minutes. */
  readonly timeoutMs?: number;
}

function outcomeOf({ ended, exitCode }: ExecResult): CheckOutcome {
  if (ended === 'timeout' || ended === 'idle') return 'timed_out';
  return ended === 'exited' && exitCode === 0 ? 'passed' : 'failed';
}

function added(one: number | null, other: number | null): number | null {
  return one === null ? other : one + (other ?? 0);
}

/** Of several commands: what the last one says, with the counts of all. */
function merged(before: CheckRun | null, next: CheckRun): CheckRun {
  if (before === null) return next;
  return { ...next, tests: added(before.tests, next.tests), failed: added(before.failed, next.failed) };
}

/** The checks of one workspace: every command in order, without a terminal or input; the first red one ends the run. */
export class WorkspaceCheckSession extends CheckSession {
  constructor(
    private readonly workspace: Workspace,
    readonly plan: CheckPlan | null,
    private readonly options: CheckSessionOptions = {},
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<CheckRun> {
    const started = performance.now();
    const passed = (): number => performance.now() - started;
    const { timeoutMs = DEFAULT_TIMEOUT_MS } = this.options;
    let run: CheckRun | null = null;
    for (const command of this.plan?.commands ?? []) {
      run = merged(run, await this.runOne(command, Math.max(timeoutMs - passed(), 1), signal));
      signal.throwIfAborted();
      if (run.outcome !== 'passed') break;
    }
    return run === null ? NOT_RUN : { ...run, durationMs: Math.round(passed()) };
  }

  private async runOne(command: string, timeoutMs: number, signal: AbortSignal): Promise<CheckRun> {
    const result = await this.workspace.exec({ command, timeoutMs, signal });
    return {
      command,
      outcome: outcomeOf(result),
      exitCode: result.exitCode,
      ...readTestOutput(await this.outputOf(result)),
      durationMs: result.durationMs,
      tail: result.output.text.slice(-TAIL).replace(HALF_CHARACTER, ''),
      logPath: result.output.logPath,
    };
  }

  /** The end of the output. A log that was full lacks it, but the shortened text has it. */
  private async outputOf({ output }: ExecResult): Promise<string> {
    if (!output.truncated) return output.text;
    const log = await this.workspace.read(output.logPath, MAX_LOG_BYTES);
    const end = log.subarray(-READ_BYTES).toString('utf8');
    return log.length < output.bytes ? `${end}\n${output.text}` : end;
  }
}

const NOT_RUN: CheckRun = {
  command: '',
  outcome: 'not_run',
  exitCode: null,
  tests: null,
  failed: null,
  failures: [],
  durationMs: 0,
  tail: '',
  logPath: null,
};
