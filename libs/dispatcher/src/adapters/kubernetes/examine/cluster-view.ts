import { ApiCaller } from '../api/api-caller';
import { openKubernetesClient, type KubernetesClient } from '../api/kubernetes-client';
import { KubernetesDeniedError } from '../kubernetes-executor.errors';
import { AccountRights, type Account } from './account-rights';
import { DOCTOR_CALLS } from './doctor-calls';
import { ProbePods, type ProbePod, type ProbeResult } from './probe-pods';

/** What was looked for is not there, or whoever looks may not see it. */
export type Unseen = 'absent' | 'denied';

/** What the operator of a cluster can see of an installation. */
export class ClusterView {
  private readonly caller = new ApiCaller(DOCTOR_CALLS);
  private readonly rights: AccountRights;
  private readonly pods: ProbePods;

  private constructor(private readonly client: KubernetesClient) {
    this.rights = new AccountRights(client, this.caller);
    this.pods = new ProbePods(client, this.caller);
  }

  /** Finds the cluster by KUBECONFIG, the user's own file, or the ServiceAccount of this Pod. */
  static async open(kubeconfig?: string): Promise<ClusterView> {
    return new ClusterView(await openKubernetesClient(kubeconfig));
  }

  /** The labels of a namespace. @throws KubernetesUnavailableError */
  namespaceLabels(name: string): Promise<Readonly<Record<string, string>> | Unseen> {
    return this.seen(`read namespace ${name}`, async (during) => {
      const { metadata } = await this.client.core.readNamespace({ name }, during);
      return metadata?.labels ?? {};
    });
  }

  /** The keys of a Secret, and whether something is in them; never a value. @throws KubernetesUnavailableError */
  secretKeys(namespace: string, name: string): Promise<ReadonlyMap<string, boolean> | Unseen> {
    return this.seen(`read Secret ${name}`, async (during) => {
      const { data = {} } = await this.client.core.readNamespacedSecret({ namespace, name }, during);
      return new Map(Object.entries(data).map(([key, value]) => [key, value.length > 0]));
    });
  }

  /** The newest ConfigMap whose name begins so: kustomize appends a hash. @throws KubernetesUnavailableError */
  async settings(namespace: string, prefix: string): Promise<Readonly<Record<string, string>> | Unseen> {
    const all = await this.seen(`list ConfigMaps of ${namespace}`, async (during) => {
      const { items } = await this.client.core.listNamespacedConfigMap({ namespace }, during);
      return items;
    });
    if (typeof all === 'string') return all;
    const age = ({ metadata }: (typeof all)[number]): number => metadata?.creationTimestamp?.getTime() ?? 0;
    const ours = all.filter(({ metadata }) => metadata?.name?.startsWith(prefix));
    const [newest] = ours.toSorted((a, b) => age(b) - age(a));
    return newest === undefined ? 'absent' : (newest.data ?? {});
  }

  /** The address of a Service. @throws KubernetesUnavailableError */
  serviceAddress(namespace: string, name: string): Promise<{ readonly address: string } | Unseen> {
    return this.seen(`read Service ${name}`, async (during) => {
      const { spec } = await this.client.core.readNamespacedService({ namespace, name }, during);
      return { address: spec?.clusterIP ?? '' };
    });
  }

  /** What an account lacks of what runs need, each as `verb resource`. @throws KubernetesUnavailableError */
  lackedBy(account: Account, namespace: string): Promise<readonly string[] | 'denied'> {
    return unlessDenied(this.rights.lacked(account, namespace));
  }

  /** What an account may do that would hand it the Secrets of a namespace. @throws KubernetesUnavailableError */
  excessOf(account: Account, namespace: string): Promise<readonly string[] | 'denied'> {
    return unlessDenied(this.rights.excess(account, namespace));
  }

  /** Runs a Pod to its end, and removes it. @throws KubernetesUnavailableError */
  probe(pod: ProbePod): Promise<ProbeResult> {
    return this.pods.run(pod);
  }

  private seen<T>(
    what: string,
    look: (during: ReturnType<KubernetesClient['during']>) => Promise<T>,
  ): Promise<T | Unseen> {
    const answer = this.caller.call(what, (signal) => look(this.client.during(signal)), 404);
    return unlessDenied(answer.then((found) => (found === 404 ? 'absent' : found)));
  }
}

async function unlessDenied<T>(answer: Promise<T>): Promise<T | 'denied'> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof KubernetesDeniedError) return 'denied';
    throw error;
  }
}
