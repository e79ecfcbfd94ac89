import { CLUSTER_CHAOS, clusterChaos } from './support/kubernetes/cluster-chaos';

clusterChaos({ ...CLUSTER_CHAOS, tasks: 100, withinMs: 2_700_000 });
