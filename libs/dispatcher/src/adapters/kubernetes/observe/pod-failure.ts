import type { V1Pod } from '@kubernetes/client-node';
import { containersOf, endOf } from './containers';
import { displacementOf } from './displacement';
import type { Failure } from './failure';
import { startFailureOf } from './start-failure';

/** The first container that ran out of memory; a sandbox may have been started again since. */
function outOfMemory(pod: V1Pod): Failure | null {
  const killed = containersOf(pod).find(({ state, lastState }) =>
    [state?.terminated, lastState?.terminated].some((end) => end?.reason === 'OOMKilled'),
  );
  if (killed === undefined) return null;
  const limit = killed.resources?.limits?.['memory'];
  const of = limit === undefined ? '' : ` of ${limit}`;
  return { category: 'out_of_memory', cause: `container ${killed.name} exceeded its memory${of}` };
}

/** 128 + SIGKILL, https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/ */
const KILLED = 137;

/**
 * Ended by SIGKILL from outside: a node that lacks memory, a runtime that lost its container, a person. The repository's
 * code is another user in other namespaces, and cannot.
 */
function killed(pod: V1Pod): Failure | null {
  const name = ['agent', 'prepare'].find((container) => endOf(pod, container)?.exitCode === KILLED);
  if (name === undefined) return null;
  const cause = `container ${name} was killed (exit status ${KILLED})`;
  return { category: pod.metadata?.deletionTimestamp === undefined ? 'killed' : 'pod_deleted', cause };
}

/**
 * Why a Pod without a report failed, or null while it may still work. That the sandbox ran out of memory counts only
 * once the agent has given up.
 */
export function podFailureOf(pod: V1Pod, now: number, graceMs: number): Failure | null {
  const displacement = displacementOf(pod);
  if (displacement !== null) return displacement;
  const prepare = endOf(pod, 'prepare');
  const isOver = endOf(pod, 'agent') !== undefined || (prepare !== undefined && prepare.exitCode !== 0);
  if (!isOver) return startFailureOf(pod, now, graceMs);
  const byForce = outOfMemory(pod) ?? killed(pod);
  if (byForce !== null) return byForce;
  if (prepare === undefined || prepare.exitCode === 0) return null;
  return {
    category: 'prepare_failed',
    cause: `container prepare ended with exit status ${prepare.exitCode}`,
  };
}
