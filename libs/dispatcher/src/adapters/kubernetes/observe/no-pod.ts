import type { V1Job, V1Pod } from '@kubernetes/client-node';
import type { RunObservation, RunWaiting } from '../../../executor.port';

/** A Job gets its Pod at once, unless something forbids it. */
const USUAL_MS = 5_000;
const QUOTA = /exceeded quota/;
const FORBIDDEN = /is forbidden|violates PodSecurity|is invalid/;

/** Whether a Job that goes should have its Pod by now. */
export function lacksPod(job: V1Job, now: number): boolean {
  const started = job.status?.startTime?.getTime();
  return job.spec?.suspend !== true && started !== undefined && now - started > USUAL_MS;
}

/** What the Job controller's messages say about a Job without a Pod: a quota waits, a forbidden Pod never comes. */
export function withoutPod(messages: readonly string[]): RunObservation {
  const quota = messages.find((message) => QUOTA.test(message));
  if (quota !== undefined) return { kind: 'running', waiting: { category: 'quota', cause: quota } };
  const forbidden = messages.find((message) => FORBIDDEN.test(message));
  if (forbidden === undefined) return { kind: 'running' };
  return { kind: 'failed', status: 'infra', category: 'configuration', cause: forbidden };
}

/** Why a Pod is on no node yet. */
export function waitingOf(pod: V1Pod): RunWaiting | undefined {
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status !== 'False') return undefined;
  return { category: 'unschedulable', cause: scheduled.message ?? 'no node has room' };
}
