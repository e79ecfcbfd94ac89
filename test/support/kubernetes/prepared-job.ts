import type { BatchV1Api } from '@kubernetes/client-node';
import type { CatalogSnapshot } from '@anton/catalog';
import { openKubernetesExecutor } from '@anton/dispatcher';
import type { Rendered } from './rendered';

const TASK_ID = 'jira-pay-1-k3v9q2m7xa';
const size = { cpu: '100m', memory: '128Mi' };
const sizes = { small: size, medium: size, large: size };
const template = { name: 'node-service', image: 'localhost/anton/nobody-has-this:1', resources: sizes };

/** The Job that the executor makes of a run, as the API server keeps it; it never runs. */
export async function preparedJob(
  batch: BatchV1Api,
  kubeconfig: string,
  namespace: string,
): Promise<Rendered> {
  const snapshot = { templates: new Map([[template.name, template]]) };
  const catalog = { snapshot: () => snapshot as unknown as CatalogSnapshot };
  const executor = await openKubernetesExecutor(
    {
      namespace,
      kubeconfig,
      image: template.image,
      environment: {},
      manifestsDir: 'manifests/runner',
      onPoint: () => {
        throw new Error('far enough');
      },
    },
    catalog,
  );
  try {
    const run = {
      taskId: TASK_ID,
      attempt: 1,
      taskHash: 'a'.repeat(64),
      complexity: 'small' as const,
      template: template.name,
      context: { 'task.json': '{}' },
      deadlineAt: new Date(Date.now() + 600_000),
    };
    await executor.start(run).catch((error: Error) => {
      if (error.message !== 'far enough') throw error;
    });
  } finally {
    executor.onApplicationShutdown();
  }
  const job = await batch.readNamespacedJob({ namespace, name: `anton-runner-${TASK_ID}` });
  const plain = JSON.parse(JSON.stringify(job)) as object;
  return { apiVersion: 'batch/v1', kind: 'Job', ...plain } as Rendered;
}
