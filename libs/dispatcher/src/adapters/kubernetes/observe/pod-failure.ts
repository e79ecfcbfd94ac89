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
  const memory = outOfMemory(pod);
  if (memory !== null) return memory;
  if (prepare === undefined || prepare.exitCode === 0) return null;
  return {
    category: 'prepare_failed',
    cause: `container prepare ended with exit status ${prepare.exitCode}`,
  };
}
