import type { V1Pod } from '@kubernetes/client-node';
import { containersOf } from './containers';
import type { Failure } from './failure';

/** Reasons of a waiting container: https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/images/types.go */
const IMAGE = ['ErrImagePull', 'ImagePullBackOff', 'ImageInspectError', 'RegistryUnavailable'];
const IMAGE_FOR_EVER = ['InvalidImageName', 'ErrImageNeverPull', 'SignatureValidationFailed'];
const CONFIGURATION = [
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'CreatePodSandboxError',
];

/** How much longer than for a bad image a Pod may be without any container: a large volume or a slow node. */
const NOT_STARTED_FACTOR = 3;

function ageOf(pod: V1Pod, now: number): number {
  const scheduled = pod.status?.conditions?.find(
    ({ type, status }) => type === 'PodScheduled' && status === 'True',
  );
  const since = scheduled?.lastTransitionTime ?? pod.metadata?.creationTimestamp;
  return since === undefined ? 0 : now - since.getTime();
}

/**
 * Why a Pod that is on a node does not begin to work. What may pass (a registry that is down, a Secret that comes
 * later) fails the run only after `graceMs`.
 */
export function startFailureOf(pod: V1Pod, now: number, graceMs: number): Failure | null {
  const age = ageOf(pod, now);
  for (const { name, state } of containersOf(pod)) {
    const { reason = '', message = '' } = state?.waiting ?? {};
    const cause = `container ${name}: ${reason}: ${message}`;
    if (IMAGE_FOR_EVER.includes(reason)) return { category: 'image', cause };
    if (age < graceMs) continue;
    if (IMAGE.includes(reason)) return { category: 'image', cause };
    if (CONFIGURATION.includes(reason)) return { category: 'configuration', cause };
  }
  const began = containersOf(pod).some(({ state }) => state?.waiting === undefined);
  if (began || pod.spec?.nodeName === undefined || age < graceMs * NOT_STARTED_FACTOR) return null;
  const cause = `no container began within ${Math.round(age / 1000)} s; kubectl describe pod ${pod.metadata?.name} tells more`;
  return { category: 'not_started', cause };
}
