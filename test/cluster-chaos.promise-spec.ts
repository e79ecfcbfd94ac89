import { CLUSTER_CHAOS, clusterChaos } from './support/kubernetes/cluster-chaos';

clusterChaos({ ...CLUSTER_CHAOS, tasks: 40, withinMs: 1_200_000 });
