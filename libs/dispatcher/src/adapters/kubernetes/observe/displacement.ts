import type { V1Pod } from '@kubernetes/client-node';
import type { Failure } from './failure';

/** Reasons of the condition DisruptionTarget: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/ */
const NODE_LOST = ['DeletionByTaintManager', 'DeletionByPodGC'];
/** Words of the Pod's own status from older and newer kubelets. */
const NODE_REASONS = ['NodeLost', 'NodeShutdown', 'Terminated', 'Shutdown'];
/** The kubelet evicts what exceeds its own limits, too: that would only happen again. */
const OWN_DISK = /ephemeral.storage|EmptyDir volume|exceeded its local/i;

/** Whether the cluster took the Pod's place away, or evicted it for what it did itself. */
export function displacementOf(pod: V1Pod): Failure | null {
  const { conditions = [], reason = '', message = '' } = pod.status ?? {};
  const disruption = conditions.find(({ type, status }) => type === 'DisruptionTarget' && status === 'True');
  if (disruption === undefined && reason !== 'Evicted' && !NODE_REASONS.includes(reason)) return null;
  const said = message === '' ? (disruption?.message ?? '') : message;
  const cause = `${disruption?.reason ?? reason}: ${said}`;
  if (reason === 'Evicted' && OWN_DISK.test(said) && !/node was low/i.test(said))
    return { category: 'out_of_disk', cause };
  const lost = NODE_REASONS.includes(reason) || NODE_LOST.includes(disruption?.reason ?? '');
  return { category: lost ? 'node_lost' : 'evicted', cause };
}
