import { TASK_ID_PATTERN } from '@anton/contracts';
import { BadRunError } from './kubernetes-executor.errors';

/** Which run. */
export interface RunId {
  readonly taskId: string;
  readonly attempt: number;
}

/** All that is Anton's in the namespace has this label; watches and lists select by it. */
export const RUN_SELECTOR = 'app.kubernetes.io/name=anton-runner,app.kubernetes.io/managed-by=anton';
export const TASK_HASH = 'anton.dev/task-hash';
export const STOP_REASON = 'anton.dev/stop-reason';

const suffix = ({ attempt }: RunId): string => (attempt === 1 ? '' : `-r${attempt}`);

/** `anton-runner-{taskId}`, for attempt n > 1 with `-r{n}`: at most 63 characters up to attempt 9,999. */
export const jobName = (run: RunId): string => `anton-runner-${run.taskId}${suffix(run)}`;

/** `agent-ctx-{taskId}`, with the same suffix. */
export const configMapName = (run: RunId): string => `agent-ctx-${run.taskId}${suffix(run)}`;

/** What the API server and the labels take as it is: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
const LABEL_VALUE = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/** Labels of the Job, its Pod and its ConfigMap. A value that cannot be a label is left out. */
export function runLabels(run: RunId & { source?: string; template: string }): Record<string, string> {
  const optional = { 'anton.dev/source': run.source ?? '', 'anton.dev/template': run.template };
  return {
    'app.kubernetes.io/name': 'anton-runner',
    'app.kubernetes.io/managed-by': 'anton',
    'app.kubernetes.io/component': 'runner',
    'anton.dev/task-id': run.taskId,
    'anton.dev/attempt': String(run.attempt),
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => LABEL_VALUE.test(value))),
  };
}

/** @throws BadRunError for a run whose id could not name a Job. */
export function assertRunId({ taskId, attempt }: RunId): void {
  if (!TASK_ID_PATTERN.test(taskId)) throw new BadRunError(`"${taskId.slice(0, 80)}" is no task id`);
  if (!Number.isInteger(attempt) || attempt < 1 || attempt > 9_999)
    throw new BadRunError(`${attempt} is no attempt`);
}
