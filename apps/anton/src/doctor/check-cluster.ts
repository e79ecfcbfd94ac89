import { missingRights, type ClusterPlace } from '@anton/dispatcher';
import { failure } from './failure';
import { bad, good, type Finding } from './finding';

/** Whether the API server can be reached, and lets this process do what runs need. */
export async function checkCluster(place: ClusterPlace, image: string | undefined): Promise<Finding[]> {
  const ofImage =
    image === undefined
      ? bad('runner image', 'ANTON_RUNNER_IMAGE is not set', 'Set it to the image of the runner.')
      : good('runner image', image);
  return [ofImage, await checkRights(place)];
}

async function checkRights(place: ClusterPlace): Promise<Finding> {
  try {
    const missing = await missingRights(place);
    if (missing.length === 0) return good('cluster', `may do what runs need in ${place.namespace}`);
    return bad(
      'cluster',
      `may not ${missing.join(', ')} in ${place.namespace}`,
      'Apply manifests/runner/role.yaml there and bind it to the orchestrator; docs/kubernetes.md says how.',
    );
  } catch (error) {
    return failure('cluster', error, 'Check KUBECONFIG, or the ServiceAccount of this Pod.');
  }
}
