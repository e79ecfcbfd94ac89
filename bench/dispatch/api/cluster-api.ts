import { KubeConfig, VersionApi, Watch, type V1Job } from '@kubernetes/client-node';
import { TestNamespace } from '../../../test/support/kubernetes/test-namespace';
import { InvalidRunError } from '../../harness/invalid-run.error';
import type { ApiUnderTest, RunObjectsSample } from './api-under-test';
import { JobTimes } from './job-times';

const OWN_JOBS = 'app.kubernetes.io/name=anton-runner';
/** What the Job controller adds to the labels of a Pod. */
const CONTROLLERS_LABEL = /controller-uid$|job-name$/;

function jobAsGiven({ apiVersion, kind, metadata, spec }: V1Job): V1Job {
  if (spec === undefined) return {};
  const { selector: _selector, template, ...rest } = spec;
  const labels = Object.entries(template.metadata?.labels ?? {}).filter(
    ([name]) => !CONTROLLERS_LABEL.test(name),
  );
  const pod = { labels: Object.fromEntries(labels), annotations: template.metadata?.annotations ?? {} };
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }),
    ...(kind === undefined ? {} : { kind }),
    metadata: { labels: metadata?.labels ?? {}, annotations: metadata?.annotations ?? {} },
    spec: { ...rest, suspend: true, template: Object.assign({}, template, { metadata: pod }) },
  };
}

/**
 * A real API server, in a namespace of its own. A quota lets no Pod come into being: the images of the Jobs exist
 * nowhere, and what is measured ends with the Job.
 */
export class ClusterApi implements ApiUnderTest {
  readonly runsEndByCancel = true;
  private readonly times = new JobTimes();
  private readonly closing = new AbortController();

  private constructor(
    private readonly place: TestNamespace,
    readonly version: string,
  ) {}

  /** @throws InvalidRunError when the cluster does not answer */
  static async start(kubeconfig: string): Promise<ClusterApi> {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    try {
      const { gitVersion } = await config.makeApiClient(VersionApi).getCode();
      const place = await TestNamespace.create(config);
      const quota = { metadata: { name: 'no-pods' }, spec: { hard: { pods: '0' } } };
      await place.core.createNamespacedResourceQuota({ namespace: place.name, body: quota });
      const api = new ClusterApi(place, gitVersion);
      void api.watch();
      return api;
    } catch (error) {
      throw new InvalidRunError(
        `the cluster of ${kubeconfig} cannot be used: ${String(error)}`,
        'Look at KUBECONFIG.',
      );
    }
  }

  get name(): string {
    return `Kubernetes ${this.version}`;
  }

  get kubeconfig(): string {
    return this.place.kubeconfig;
  }

  get namespace(): string {
    return this.place.name;
  }

  created(job: string): Promise<number> {
    return this.times.of(job);
  }

  async sample(): Promise<RunObjectsSample> {
    const { batch, core, name: namespace } = this.place;
    const [job] = (await batch.listNamespacedJob({ namespace, labelSelector: OWN_JOBS, limit: 1 })).items;
    const name = (job?.metadata?.name ?? '').replace('anton-runner-', 'agent-ctx-');
    const map = await core.readNamespacedConfigMap({ namespace, name });
    const metadata = { labels: map.metadata?.labels ?? {}, annotations: map.metadata?.annotations ?? {} };
    return { job: jobAsGiven(job ?? {}), configMap: { data: map.data ?? {}, immutable: true, metadata } };
  }

  async finish(): Promise<void> {
    // Nothing runs here: the tasks are cancelled.
  }

  async clear(prefix: string): Promise<void> {
    const { batch, core, name: namespace } = this.place;
    const isTheirs = ({ metadata }: { metadata?: { name?: string } }) =>
      metadata?.name?.startsWith(prefix) === true;
    for (const { metadata } of (await batch.listNamespacedJob({ namespace })).items.filter(isTheirs))
      await batch.deleteNamespacedJob({
        namespace,
        name: metadata?.name ?? '',
        propagationPolicy: 'Background',
      });
    for (const { metadata } of (await core.listNamespacedConfigMap({ namespace })).items.filter(isTheirs))
      await core.deleteNamespacedConfigMap({ namespace, name: metadata?.name ?? '' });
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.place.delete();
  }

  /** Every Job, also those of before a break. */
  private async watch(): Promise<void> {
    const path = `/apis/batch/v1/namespaces/${this.place.name}/jobs`;
    const watch = new Watch(this.place.config);
    const saw = (_type: string, { metadata }: V1Job): void => this.times.saw(metadata?.name ?? '');
    while (!this.closing.signal.aborted) {
      await new Promise<void>((ended) => {
        watch
          .watch(path, {}, saw, () => ended())
          .then(
            (connection) => this.closing.signal.addEventListener('abort', () => connection.abort()),
            () => ended(),
          );
      });
    }
  }
}
