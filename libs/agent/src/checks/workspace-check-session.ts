import type { CheckOutcome } from '@anton/contracts';
import type { ExecResult, Workspace } from '@anton/workspace';
import { CheckSession, type CheckPlan, type CheckRun } from './check-session';
import { readTestOutput } from './outputs/read-test-output';

const TAIL = 3_000;
const MAX_LOG_BYTES = 60 * 1024 * 1024;
/** The part of a log that is read for its summary and failures. */
const READ_BYTES = 400_000;

export interface CheckSessionOptions {
  /** For one run of all commands, milliseconds. */
  readonly timeoutMs: number;
}

function outcomeOf(result: ExecResult): CheckOutcome {
  if (result.ended === 'timeout' || result.ended === 'idle') return 'timed_out';
  return result.ended === 'exited' && result.exitCode === 0 ? 'passed' : 'failed';
}

/** The checks of one workspace: every command in order, without a terminal or input; the first red one ends the run. */
export class WorkspaceCheckSession extends CheckSession {
  constructor(
    private readonly workspace: Workspace,
    readonly plan: CheckPlan | null,
    private readonly options: CheckSessionOptions,
  ) {
    super();
  }

  async run(signal: AbortSignal): Promise<CheckRun> {
    if (this.plan === null) return NOT_RUN;
    const started = performance.now();
    let last: CheckRun = NOT_RUN;
    for (const command of this.plan.commands) {
      const left = this.options.timeoutMs - (performance.now() - started);
      last = await this.runOne(command, Math.max(left, 1), signal);
      if (last.outcome !== 'passed') break;
    }
    signal.throwIfAborted();
    return { ...last, durationMs: Math.round(performance.now() - started) };
  }

  private async runOne(command: string, timeoutMs: number, signal: AbortSignal): Promise<CheckRun> {
    const result = await this.workspace.exec({ command, timeoutMs, signal });
    const read = readTestOutput(await this.outputOf(result));
    return {
      command,
      outcome: outcomeOf(result),
      exitCode: result.exitCode,
      ...read,
      durationMs: result.durationMs,
      tail: result.output.text.slice(-TAIL),
      logPath: result.output.logPath,
    };
  }

  private async outputOf({ output }: ExecResult): Promise<string> {
    if (!output.truncated) return output.text;
    const log = await this.workspace.read(output.logPath, MAX_LOG_BYTES);
    return log.subarray(-READ_BYTES).toString('utf8');
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
