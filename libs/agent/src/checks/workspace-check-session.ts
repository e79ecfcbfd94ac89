import type { CheckOutcome } from '@anton/contracts';
import type { ExecResult, Workspace } from '@anton/workspace';
import { CheckSession, type CheckPlan, type CheckRun } from './check-session';
import { readTestOutput } from './outputs/read-test-output';
import { reportingCommand } from './report-flags';
import { collectReports } from './reports/collect-reports';
import { withReportFolder } from './reports/report-script';

/** `agent-loop` 5.1. */
const DEFAULT_TIMEOUT_MS = 600_000;
const TAIL = 3_000;
/** A log has at most 50 MiB. */
const MAX_LOG_BYTES = 51 * 1024 * 1024;
/** The part of a log that is read for results. */
const READ_BYTES = 20 * 1024 * 1024;
const HALF_CHARACTER = /\p{Cs}/gu;

export interface CheckSessionOptions {
  /** For one run of all commands, milliseconds, unless the repository says so itself; default ten minutes. */
  readonly timeoutMs?: number;
  /** Further checks for what has changed by now: of a monorepo's projects that the plan does not cover. */
  readonly further?: () => Promise<CheckPlan | null>;
}

type Place = { readonly timeoutMs: number; readonly signal: AbortSignal };

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
  return {
    ...next,
    tests: added(before.tests, next.tests),
    failed: added(before.failed, next.failed),
    skipped: added(before.skipped, next.skipped),
    cases: [...before.cases, ...next.cases],
  };
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
    const timeoutMs = this.plan?.timeoutMs ?? this.options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    let run: CheckRun | null = null;
    for (const [command, reporting] of await this.commands()) {
      const place = { timeoutMs: Math.max(timeoutMs - passed(), 1), signal };
      run = merged(run, await this.runOne(command, reporting, place));
      signal.throwIfAborted();
      if (run.outcome !== 'passed') break;
    }
    return run === null ? NOT_RUN : { ...run, durationMs: Math.round(passed()) };
  }

  /** Every command, with the one that also writes a report. */
  private async commands(): Promise<readonly (readonly [string, string])[]> {
    if (this.plan === null) return [];
    const plans = [this.plan, (await this.options.further?.()) ?? null].filter((plan) => plan !== null);
    return plans.flatMap(({ commands, reporting = {} }) =>
      commands.map(
        (command) => [command, reporting[command] ?? reportingCommand(command) ?? command] as const,
      ),
    );
  }

  /** A flag for a report that the runner does not know must not decide: such a run is made again without it. */
  private async runOne(command: string, reporting: string, place: Place): Promise<CheckRun> {
    const run = await this.execute(command, reporting, place);
    const isSuspect = reporting !== command && run.outcome === 'failed' && run.tests === null;
    return isSuspect && !place.signal.aborted ? this.execute(command, command, place) : run;
  }

  private async execute(command: string, reporting: string, { timeoutMs, signal }: Place): Promise<CheckRun> {
    const id = crypto.randomUUID();
    const result = await this.workspace.exec({ command: withReportFolder(id, reporting), timeoutMs, signal });
    signal.throwIfAborted();
    const reported = await collectReports(this.workspace, { id, command: reporting, signal });
    return {
      command,
      outcome: outcomeOf(result),
      exitCode: result.exitCode,
      ...(reported ?? readTestOutput(await this.outputOf(result))),
      flaky: [],
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
  skipped: null,
  cases: [],
  flaky: [],
  failures: [],
  durationMs: 0,
  tail: '',
  logPath: null,
};
