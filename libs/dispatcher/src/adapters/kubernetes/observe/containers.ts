import type { V1ContainerStatus, V1ContainerStateTerminated, V1Pod } from '@kubernetes/client-node';

/** The statuses of all containers of a Pod, in the order in which they start. */
export function containersOf(pod: V1Pod): readonly V1ContainerStatus[] {
  return [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
}

/** How a container ended, if it has. */
export function endOf(pod: V1Pod | undefined, name: string): V1ContainerStateTerminated | undefined {
  if (pod === undefined) return undefined;
  return containersOf(pod).find((container) => container.name === name)?.state?.terminated;
}

/** Whether nothing of the Pod works any more. */
export function isOver(pod: V1Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** The newest Pod: with backoffLimit 0 there is one, unless the Job controller replaced one that never started. */
export function newestOf(pods: readonly V1Pod[]): V1Pod | undefined {
  const born = (pod: V1Pod): number => pod.metadata?.creationTimestamp?.getTime() ?? 0;
  return pods.toSorted((a, b) => born(b) - born(a))[0];
}
