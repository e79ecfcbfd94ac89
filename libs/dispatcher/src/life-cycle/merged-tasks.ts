import type { TaskRecord } from '@anton/ledger';

/** States in which nobody works on a task. */
const IDLE: readonly string[] = ['accepted', 'waiting'];

const isNewer = (one: TaskRecord, other: TaskRecord): boolean =>
  one.acceptedAt === other.acceptedAt
    ? one.task.taskId > other.task.taskId
    : one.acceptedAt > other.acceptedAt;

/** Nothing was begun for it yet. */
const isUntouched = ({ state, attempts }: TaskRecord): boolean => IDLE.includes(state) && attempts === 0;

/**
 * The tasks that a newer one of the same object makes superfluous, each with the newest one. A task that was begun once,
 * that is being routed, or that is more urgent than the newer ones stays.
 */
export function mergedTasks(open: readonly TaskRecord[]): ReadonlyMap<TaskRecord, TaskRecord> {
  const newest = new Map<string, TaskRecord>();
  for (const record of open.filter(isUntouched)) {
    const { correlationKey } = record.task;
    const known = newest.get(correlationKey);
    if (known === undefined || isNewer(record, known)) newest.set(correlationKey, record);
  }
  const merged = new Map<TaskRecord, TaskRecord>();
  for (const record of open.filter(isUntouched)) {
    const newer = newest.get(record.task.correlationKey);
    if (newer === undefined || newer === record || record.task.priority < newer.task.priority) continue;
    merged.set(record, newer);
  }
  return merged;
}
