import { Injectable } from '@nestjs/common';
import type { TaskRecord } from '@anton/ledger';
import { withLogFields } from '@anton/platform';
import { mergedTasks } from './merged-tasks';
import { TaskLifeCycle } from './task-life-cycle';
import { taskLogFields } from './task-log-fields';

/** Merges what waits for one object: at most one follow-up stands behind the run of an object. */
@Injectable()
export class FollowUps {
  constructor(private readonly life: TaskLifeCycle) {}

  /** Settles what a newer task makes superfluous and returns the others; `open` are the tasks that are not settled. */
  async merge(open: readonly TaskRecord[]): Promise<readonly TaskRecord[]> {
    const merged = mergedTasks(open);
    for (const [{ task, state }, newer] of merged) {
      const reason = `merged into ${newer.task.taskId}, which is newer and about the same object`;
      const end = { from: state, to: 'settled', outcome: 'superseded', reason } as const;
      await withLogFields(taskLogFields(task), () => this.life.moveTask(task.taskId, end));
    }
    return merged.size === 0 ? open : open.filter((record) => !merged.has(record));
  }
}
