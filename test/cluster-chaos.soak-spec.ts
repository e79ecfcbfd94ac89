import { CLUSTER_CHAOS, clusterChaos } from './support/kubernetes/cluster-chaos';

clusterChaos({
  ...CLUSTER_CHAOS,
  tasks: Number(process.env['ANTON_CHAOS_TASKS'] ?? '100'),
  withinMs: 2_700_000,
});
