import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BatchV1Api, CoreV1Api, type KubeConfig, type V1Job } from '@kubernetes/client-node';
import type { Kubectl } from './kubectl';
import { ServiceProxy } from './service-proxy';

/** A pull request as the code host of the demo tells of it. */
export interface OpenedPullRequest {
  readonly url: string;
  readonly title: string;
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
}

/** A namespace goes when its last Pod has ended. Milliseconds. */
const GOING_MS = 120_000;
const NAMESPACES = ['anton', 'agents'] as const;
const TOKEN = 'demo-datadog-token';
/** The label of everything of a task. */
export const TASK_ID = 'anton.dev/task-id';
const WORKLOADS = [
  'statefulset/rabbitmq',
  'statefulset/postgres',
  'deployment/demo-servers',
  'deployment/anton-egress',
  'deployment/anton-orchestrator',
  'deployment/anton-ingester',
];

/** A monitor's notification; every call is another alert. */
function alert(number: number): string {
  const now = String(Date.now());
  const title = '[P2] [Triggered] TypeError in payment-service: invoice without a customer';
  return JSON.stringify({
    schema: 'anton.datadog.v1',
    id: `${now}${number}`,
    alert_cycle_key: randomUUID(),
    alert_id: String(number),
    alert_title: title,
    event_title: title,
    event_msg:
      "%%%\nTypeError: Cannot read properties of null (reading 'contract')\n    at discountPercent (src/discount.js:3:16)\n%%%",
    alert_transition: 'Triggered',
    alert_type: 'error',
    alert_priority: 'P2',
    alert_status: 'triggered',
    event_type: 'log_alert',
    date: now,
    last_updated: now,
    link: `https://app.datadoghq.com/monitors/${number}`,
    tags: 'service:payment-service,env:production',
    service: 'payment-service',
    env: 'production',
    org_id: '1',
    org_name: 'demo',
  });
}

/** The demo in a cluster. It has the namespaces of its manifests: `anton` and `agents`. */
export class DemoInstallation {
  private readonly services: ServiceProxy;
  private readonly batch: BatchV1Api;
  private readonly core: CoreV1Api;

  constructor(
    config: KubeConfig,
    private readonly kubectl: Kubectl,
    private readonly overlay: string,
  ) {
    this.services = new ServiceProxy(config);
    this.batch = config.makeApiClient(BatchV1Api);
    this.core = config.makeApiClient(CoreV1Api);
  }

  /** Applies the overlay and waits until everything is ready. @throws Error when there is an installation already */
  async install(): Promise<void> {
    await this.free();
    await this.kubectl.run(['apply', '-k', this.overlay]);
    for (const workload of WORKLOADS)
      await this.kubectl.run(['rollout', 'status', '-n', 'anton', workload, '--timeout=110s']);
  }

  /** Waits for namespaces that are on their way out: another suite had them. */
  async free(): Promise<void> {
    for (const end = Date.now() + GOING_MS; ; await delay(1_000)) {
      const { items } = await this.core.listNamespace();
      const taken = items.filter(({ metadata }) =>
        (NAMESPACES as readonly string[]).includes(metadata?.name ?? ''),
      );
      if (taken.length === 0) return;
      if (Date.now() > end || taken.some(({ status }) => status?.phase === 'Active'))
        throw new Error('there are namespaces anton or agents on this cluster already');
    }
  }

  async remove(): Promise<void> {
    await this.kubectl.run(['delete', 'namespace', ...NAMESPACES, '--ignore-not-found', '--wait=false']);
  }

  /** Sends an alert through the Service, as Datadog would; returns the id of its task. */
  async send(number: number): Promise<string> {
    const headers = { 'content-type': 'application/json', 'x-anton-token': TOKEN };
    const where = { namespace: 'anton', service: 'anton-ingester', path: '/webhooks/datadog' };
    const { status, body } = await this.services.call({ ...where, headers, body: alert(number) });
    if (status !== 202) throw new Error(`the webhook was answered with ${status}: ${body}`);
    return (JSON.parse(body) as { taskId: string }).taskId;
  }

  async pullRequests(): Promise<readonly OpenedPullRequest[]> {
    const where = { namespace: 'anton', service: 'demo-state', path: '/pull-requests' };
    const { body } = await this.services.call(where);
    return (JSON.parse(body) as { pullRequests: OpenedPullRequest[] }).pullRequests;
  }

  async jobs(): Promise<readonly V1Job[]> {
    return (await this.batch.listNamespacedJob({ namespace: 'agents' })).items;
  }

  /** Lets the time that a finished Job of a task may stay be over. */
  async expire(taskId: string): Promise<void> {
    const patch = JSON.stringify({ spec: { ttlSecondsAfterFinished: 1 } });
    const ofTask = (await this.jobs()).filter(({ metadata }) => metadata?.labels?.[TASK_ID] === taskId);
    for (const { metadata } of ofTask)
      await this.kubectl.run([
        'patch',
        'job',
        metadata?.name ?? '',
        '-n',
        'agents',
        '--type=merge',
        '-p',
        patch,
      ]);
  }

  /** What of a task is in the cluster, as `kind/name`. */
  async leftOf(taskId: string): Promise<string> {
    const words = ['get', 'jobs,pods,configmaps', '-n', 'agents', '-l', `${TASK_ID}=${taskId}`, '-o', 'name'];
    return (await this.kubectl.run(words)).stdout;
  }

  /** Runs that work: whose agent has not ended. Its Pod lives on for a moment, until the sandbox has. */
  async working(): Promise<number> {
    const { items } = await this.core.listNamespacedPod({ namespace: 'agents' });
    const agents = items.map(({ status }) => status?.containerStatuses?.find(({ name }) => name === 'agent'));
    return agents.filter((agent) => agent?.state?.terminated === undefined).length;
  }

  /** What to read when something went wrong. */
  async story(): Promise<string> {
    const looks = [
      ['get', 'pods', '-n', 'anton'],
      ['get', 'jobs,pods', '-n', 'agents'],
      ['get', 'events', '-n', 'agents', '--field-selector', 'type=Warning'],
      ['logs', '-n', 'anton', '-l', 'app.kubernetes.io/name=anton-orchestrator', '--tail', '20'],
      ['logs', '-n', 'agents', '-l', 'app.kubernetes.io/name=anton-runner', '-c', 'agent', '--tail', '20'],
    ];
    const told = await Promise.all(
      looks.map((words) => this.kubectl.run(words).catch((error: Error) => ({ stdout: error.message }))),
    );
    return told.map(({ stdout }) => stdout).join('\n\n');
  }
}
