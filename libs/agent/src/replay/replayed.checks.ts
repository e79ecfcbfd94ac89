import { CheckSession, type CheckPlan, type CheckRun } from '../checks/check-session';
import type { RecordedScript } from './recorded-script';

/** The checks that the agent itself ran, in the order of the recording. */
export class ReplayedChecks extends CheckSession {
  readonly plan: CheckPlan | null = null;
  private readonly runs: CheckRun[];

  constructor(
    script: RecordedScript,
    private readonly baseline: CheckRun,
  ) {
    super();
    this.runs = script.tools().flatMap(({ checks }) => checks.map(({ run }) => run));
  }

  override run(): Promise<CheckRun> {
    return Promise.resolve(this.runs.shift() ?? this.baseline);
  }
}
