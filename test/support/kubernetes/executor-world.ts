import { fileURLToPath } from 'node:url';
import type { CatalogSnapshot } from '@anton/catalog';
import {
  openKubernetesExecutor,
  type KubernetesExecutor,
  type KubernetesExecutorOptions,
} from '@anton/dispatcher';
import type { ExecutorSubject } from '@anton/testing/executor';
import { AgentContainers } from './agent-container';
import type { TestNamespace } from './test-namespace';

const MANIFESTS = fileURLToPath(new URL('../../../manifests/runner', import.meta.url));
const size = (memory: string) => ({ cpu: '50m', memory });
const limit = { costUsd: 2, minutes: 30 };

const templateOf = (name: string, image: string) => ({
  name,
  description: 'for tests',
  image,
  setup: [],
  checks: [],
  skills: [],
  resources: { small: size('128Mi'), medium: size('256Mi'), large: size('512Mi') },
  limits: { small: limit, medium: limit, large: limit },
  egress: [],
});

/** Which Job a run is. */
export const jobOf = ({ taskId, attempt }: { taskId: string; attempt: number }): string =>
  `anton-runner-${taskId}${attempt === 1 ? '' : `-r${attempt}`}`;

/** Opens an executor over a namespace, runner and sandbox of one image unless two are named; template `no-image` names an image that nobody has. */
export function openExecutor(
  namespace: TestNamespace,
  image: string,
  options: Partial<KubernetesExecutorOptions> = {},
  sandboxImage = image,
): Promise<KubernetesExecutor> {
  const templates = [
    templateOf('node-service', sandboxImage),
    templateOf('no-image', 'localhost/anton/nobody-has-this:1'),
  ];
  const snapshot = { templates: new Map(templates.map((template) => [template.name, template])) };
  const catalog = { snapshot: () => snapshot as unknown as CatalogSnapshot };
  const agentSizes = { small: size('192Mi'), medium: size('384Mi'), large: size('512Mi') };
  return openKubernetesExecutor(
    {
      namespace: namespace.name,
      kubeconfig: namespace.kubeconfig,
      image,
      environment: {},
      manifestsDir: MANIFESTS,
      agentSizes,
      graceSeconds: 2,
      startGraceMs: 3_000,
      ...options,
    },
    catalog,
  );
}

/** Removes all Jobs of a namespace with what they own, and waits until that is done. */
export async function clearRuns({ batch, core, name: namespace }: TestNamespace): Promise<void> {
  await batch.deleteCollectionNamespacedJob({ namespace, propagationPolicy: 'Background' });
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise((go) => setTimeout(go, 250))) {
    const left = [
      ...(await batch.listNamespacedJob({ namespace })).items,
      ...(await core.listNamespacedPod({ namespace })).items,
      ...(await core.listNamespacedConfigMap({ namespace })).items,
    ].filter(({ metadata }) => metadata?.name !== 'kube-root-ca.crt');
    if (left.length === 0) return;
  }
  throw new Error(`runs of ${namespace} are still there 60 s after they were deleted`);
}

/** The executor as the contract wants it, in a namespace that is empty. */
export async function executorSubject(namespace: TestNamespace, image: string): Promise<ExecutorSubject> {
  const agents = new AgentContainers(namespace);
  const opened: KubernetesExecutor[] = [];
  const again = async (): Promise<KubernetesExecutor> => {
    const executor = await openExecutor(namespace, image);
    opened.push(executor);
    return executor;
  };
  return {
    executor: await again(),
    again,
    starts: (run) => agents.starts(jobOf(run)),
    living: (run) => agents.living(jobOf(run)),
    kill: (run) => agents.kill(jobOf(run)),
    close: async () => {
      for (const executor of opened) executor.onApplicationShutdown();
      await clearRuns(namespace);
    },
  };
}
