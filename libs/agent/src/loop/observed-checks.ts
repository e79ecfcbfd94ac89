import { CheckSession, type CheckPlan, type CheckRun } from '../checks/check-session';

/** The checks as the tools of a run see them; remembers what the last run showed, for the no-progress rule. */
export class ObservedChecks extends CheckSession {
  private last: CheckRun;

  constructor(
    private readonly inner: CheckSession,
    baseline: CheckRun,
  ) {
    super();
    this.last = baseline;
  }

  override get plan(): CheckPlan | null {
    return this.inner.plan;
  }

  override async run(signal: AbortSignal): Promise<CheckRun> {
    this.last = await this.inner.run(signal);
    return this.last;
  }

  /** Equal texts mean: the same tests fail. */
  failingSet(): string {
    const ids = this.last.failures.map(({ id }) => id).toSorted();
    return JSON.stringify([this.last.outcome, this.last.failed, ids]);
  }
}
