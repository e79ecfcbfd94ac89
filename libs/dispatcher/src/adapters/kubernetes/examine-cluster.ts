import { ApiCaller } from './api/api-caller';
import { openKubernetesClient } from './api/kubernetes-client';
import { DOCTOR_CALLS } from './examine/doctor-calls';

/** What the executor does in its namespace; manifests/runner/role.yaml grants the same. */
export const NEEDED_RIGHTS = [
  { group: 'batch', resource: 'jobs', verbs: ['create', 'get', 'list', 'watch', 'patch', 'delete'] },
  { group: '', resource: 'configmaps', verbs: ['create', 'get'] },
  { group: '', resource: 'pods', verbs: ['get', 'list', 'watch'] },
  { group: '', resource: 'pods/log', verbs: ['get'] },
  { group: '', resource: 'events', verbs: ['list'] },
] as const;

/** Which cluster, and where in it. */
export interface ClusterPlace {
  readonly namespace: string;
  /** Default: KUBECONFIG, the user's own, or the Pod's ServiceAccount. */
  readonly kubeconfig?: string;
}

/**
 * The rights that this process lacks, each as `verb resource`; the API server itself says so.
 * @throws KubernetesUnavailableError, KubernetesDeniedError, and errors of the kubeconfig
 */
export async function missingRights({ namespace, kubeconfig }: ClusterPlace): Promise<readonly string[]> {
  const client = await openKubernetesClient(kubeconfig);
  const caller = new ApiCaller(DOCTOR_CALLS);
  const wanted = NEEDED_RIGHTS.flatMap(({ group, resource: path, verbs }) => {
    const [resource, subresource] = path.split('/');
    return verbs.map((verb) => ({ path, attributes: { namespace, group, resource, subresource, verb } }));
  });
  const answers = await Promise.all(
    wanted.map(async ({ path, attributes }) => {
      const body = { spec: { resourceAttributes: attributes } };
      const ask = (signal: AbortSignal) =>
        client.authorization.createSelfSubjectAccessReview({ body }, client.during(signal));
      const { status } = await caller.call('ask for its rights', ask);
      return status?.allowed === true ? [] : [`${attributes.verb} ${path}`];
    }),
  );
  return answers.flat();
}
