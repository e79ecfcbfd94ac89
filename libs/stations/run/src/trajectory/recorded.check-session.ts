import { CheckSession, recordedChecks, type CheckPlan, type CheckRun, type Trajectory } from '@anton/agent';

/** The checks of a run, with what each run of them showed in its trajectory; what is on record is not run again. */
export class RecordedCheckSession extends CheckSession {
  constructor(
    private readonly inner: CheckSession,
    private readonly trajectory: Trajectory,
  ) {
    super();
  }

  override get plan(): CheckPlan | null {
    return this.inner.plan;
  }

  override async run(signal: AbortSignal): Promise<CheckRun> {
    const { journal } = this.trajectory;
    const known = journal.take('checks');
    if (known !== null) return known.run;
    const run = await this.inner.run(signal);
    this.trajectory.record(() => ({ type: 'checks', run: recordedChecks(run) }));
    return run;
  }
}
