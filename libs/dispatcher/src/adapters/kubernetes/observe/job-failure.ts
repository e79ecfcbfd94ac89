import type { V1Job, V1JobCondition } from '@kubernetes/client-node';
import type { Failure } from './failure';

/** `FailureTarget` comes first, while the Pods are still being ended. */
const FAILED = ['FailureTarget', 'Failed'];

/** The condition by which a Job has failed or will have. */
export function failedCondition(job: V1Job): V1JobCondition | undefined {
  return job.status?.conditions?.find(({ type, status }) => FAILED.includes(type) && status === 'True');
}

/** Whether the Job controller is done with a Job; only then does its TTL run. */
export function isFinished(job: V1Job): boolean {
  return (job.status?.conditions ?? []).some(
    ({ type, status }) => (type === 'Failed' || type === 'Complete') && status === 'True',
  );
}

/**
 * Why a Job failed whose Pod does not tell. `hasPod` is false when the Pod is gone: somebody deleted it, since nothing
 * of Kubernetes deletes the Pod of a Job before the Job.
 */
export function jobFailureOf(job: V1Job, hasPod: boolean): Failure | null {
  const condition = failedCondition(job);
  if (condition === undefined) return null;
  const { reason = '', message = '' } = condition;
  const cause = `${reason}: ${message}`;
  if (reason === 'DeadlineExceeded') return { category: 'deadline', cause };
  if (reason === 'PodFailurePolicy') return { category: 'evicted', cause };
  return hasPod ? null : { category: 'pod_deleted', cause: `its Pod was deleted (${cause})` };
}
