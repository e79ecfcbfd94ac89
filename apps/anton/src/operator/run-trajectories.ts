import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '@anton/ledger';
import type { RunTrajectory } from './task-view';

/** The trajectories that the process executor keeps in the folders of `runs`, which their handles name. */
export function trajectoriesOf(runs: readonly RunRecord[]): RunTrajectory[] {
  return runs.flatMap(({ attempt, executor, handle }) => {
    if (executor !== 'process' || handle === null) return [];
    const path = join(handle, 'trajectory.jsonl');
    return existsSync(path) ? [{ attempt, path }] : [];
  });
}
