import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecordedCalls, Trajectory, TRAJECTORY_SCHEMA } from '@anton/agent';
import type { RunProgress, RunReport } from '@anton/contracts';
import { PRICE_TABLE_VERSION, withCallObserver } from '@anton/models';
import { installationFolder, type Redactor } from '@anton/platform';
import type { RunContext } from '../context/run-context';

/** What a run's record is called in its work folder, unless the runner is told otherwise. */
export const TRAJECTORY_FILE = 'trajectory.jsonl';

/** Anton's version, or `unknown` where its package.json does not lie beside the program. */
function antonVersion(): string {
  try {
    const text = readFileSync(join(installationFolder(), 'package.json'), 'utf8');
    const { name, version } = JSON.parse(text) as { name?: unknown; version?: unknown };
    return name === 'anton' && typeof version === 'string' ? version : 'unknown';
  } catch {
    return 'unknown';
  }
}

/** The trajectory of one run, from its first event to its report. */
export class RecordedRun {
  readonly trajectory: Trajectory;

  constructor(path: string, { task, route }: RunContext, redactor: Redactor) {
    this.trajectory = new Trajectory(path, redactor);
    this.trajectory.record(() => ({
      type: 'run_started',
      schema: TRAJECTORY_SCHEMA,
      task,
      route,
      priceTable: PRICE_TABLE_VERSION,
      versions: { anton: antonVersion(), node: process.versions.node },
    }));
  }

  /** Does `work` with its calls to models in the record. */
  withCalls<T>(work: () => T): T {
    const calls = new RecordedCalls(this.trajectory);
    return withCallObserver((call) => calls.observe(call), work);
  }

  /** Takes a progress line; notes are of events that are recorded themselves. */
  progress(line: string): void {
    const { stage, status, detail } = JSON.parse(line) as RunProgress;
    if (status !== 'note') this.trajectory.record(() => ({ type: 'stage', stage, status, detail }));
  }

  end(report: RunReport): void {
    this.trajectory.record(() => ({ type: 'run_ended', report }));
    this.trajectory.close();
  }
}
