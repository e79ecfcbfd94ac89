import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CreatePoint, KubernetesExecutor, RunRequest } from '@anton/dispatcher';
import { executorContract } from '@anton/testing/executor';
import type { RunnerScript } from '@anton/testing/scripted-runner';
import { AgentContainers } from './support/kubernetes/agent-container';
import { findCluster } from './support/kubernetes/cluster';
import { clearRuns, executorSubject, jobOf, openExecutor } from './support/kubernetes/executor-world';
import { kubeletProcess } from './support/kubernetes/kubelet';
import { kill, processesOfPod } from './support/kubernetes/pod-processes';
import { TestNamespace } from './support/kubernetes/test-namespace';

const PATIENCE = { timeout: 60_000, interval: 250 };
const TASK_ID = 'jira-pay-1-k3v9q2m7xa';
const { missing, open } = findCluster();

function runOf(script: RunnerScript, fields: Partial<RunRequest> = {}): RunRequest {
  return {
    taskId: TASK_ID,
    attempt: 1,
    taskHash: 'a'.repeat(64),
    complexity: 'small',
    template: 'node-service',
    context: {
      'task.json': JSON.stringify({ taskId: TASK_ID, description: JSON.stringify(script) }),
      'route.json': JSON.stringify({ taskId: TASK_ID, attempt: 1 }),
    },
    deadlineAt: new Date(Date.now() + 600_000),
    ...fields,
  };
}

describe.skipIf(missing !== null)(`on a real cluster${missing === null ? '' : ` (${missing})`}`, () => {
  let image: string;
  let namespace: TestNamespace;
  beforeAll(async () => {
    const cluster = open();
    image = cluster.image;
    namespace = await TestNamespace.create(cluster.config);
  });
  afterAll(async () => namespace.delete());

  executorContract('KubernetesExecutor', async () => executorSubject(namespace, image), {
    stepMs: 60_000,
    testMs: 170_000,
  });

  describe('a run', { timeout: 170_000 }, () => {
    let executor: KubernetesExecutor;
    let agents: AgentContainers;
    beforeEach(async () => {
      executor = await openExecutor(namespace, image);
      agents = new AgentContainers(namespace);
    });
    afterEach(async () => {
      executor.onApplicationShutdown();
      await clearRuns(namespace);
    });

    const becomes = async (run: RunRequest, expected: object) =>
      vi.waitFor(async () => expect(await executor.inspect(run)).toMatchObject(expected), PATIENCE);
    const working = async (run: RunRequest) =>
      vi.waitFor(async () => expect(await agents.starts(jobOf(run))).toBe(1), PATIENCE);
    const podOf = async (run: RunRequest) => (await agents.pods(jobOf(run)))[0]?.metadata?.name ?? '';

    it('is started by somebody who may do no more than role.yaml says, and its watch is whole', async () => {
      await executor.start(runOf({ status: 'pr_opened' }));
      await becomes(runOf({}), { kind: 'finished' });
      expect(Date.now() - Number(executor.lastSyncedAt)).toBeLessThan(30_000);
    });

    it('fails as out_of_memory when the agent takes more than its size', async () => {
      await executor.start(runOf({ memoryMb: 512, status: 'pr_opened' }));
      await becomes(runOf({}), { kind: 'failed', status: 'infra', category: 'out_of_memory' });
    });

    it('fails as deadline when the Job controller ends it', async () => {
      const run = runOf({}, { deadlineAt: new Date() });
      await executor.start(run);
      await working(run);
      const patch = [{ op: 'replace', path: '/spec/activeDeadlineSeconds', value: 1 }];
      await namespace.batch.patchNamespacedJob({
        namespace: namespace.name,
        name: jobOf(run),
        body: patch,
      });
      await becomes(run, { kind: 'failed', status: 'timeout', category: 'deadline' });
    });

    it('fails as image when the image of its template cannot be pulled', async () => {
      const run = runOf({}, { template: 'no-image' });
      await executor.start(run);
      await becomes(run, { kind: 'failed', status: 'infra', category: 'image' });
      await executor.stop(run, 'settled');
    });

    it('fails as evicted when its node is drained', async () => {
      const run = runOf({});
      await executor.start(run);
      await working(run);
      const name = await podOf(run);
      const body = { metadata: { name, namespace: namespace.name } };
      await namespace.core.createNamespacedPodEviction({ namespace: namespace.name, name, body });
      await becomes(run, { kind: 'failed', category: 'evicted' });
      await vi.waitFor(async () => expect(await agents.living(jobOf(run))).toBe(0), PATIENCE);
      expect(await executor.inspect(run)).toMatchObject({ kind: 'failed', category: 'evicted' });
    });

    it('fails as pod_deleted when somebody deletes its Pod, and no other Pod comes', async () => {
      const run = runOf({});
      await executor.start(run);
      await working(run);
      const name = await podOf(run);
      await namespace.core.deleteNamespacedPod({ namespace: namespace.name, name });
      await becomes(run, { kind: 'failed', category: 'pod_deleted' });
      expect(await agents.pods(jobOf(run))).toEqual([]);
    });

    it.skipIf(kubeletProcess() === null)('vanishes as killed when its agent gets SIGKILL', async () => {
      const run = runOf({});
      await executor.start(run);
      await working(run);
      const [pod] = await agents.pods(jobOf(run));
      const isAgent = /scripted-runner\.mjs run /;
      kill(processesOfPod(pod?.metadata?.uid ?? '').filter(({ command }) => isAgent.test(command)));
      await becomes(run, { kind: 'vanished', category: 'killed' });
    });

    it('waits when a quota forbids its Pod', async () => {
      const quota = { metadata: { name: 'none' }, spec: { hard: { pods: '0' } } };
      await namespace.core.createNamespacedResourceQuota({ namespace: namespace.name, body: quota });
      const run = runOf({ status: 'pr_opened' });
      await executor.start(run);
      await becomes(run, { kind: 'running', waiting: { category: 'quota' } });
      await namespace.core.deleteNamespacedResourceQuota({ namespace: namespace.name, name: 'none' });
    });

    it('is not started over one of other work', async () => {
      await executor.start(runOf({}));
      const other = runOf({}, { taskHash: 'b'.repeat(64) });
      await expect(executor.start(other)).rejects.toMatchObject({ code: 'kubernetes_foreign_run' });
    });

    const POINTS: readonly CreatePoint[] = ['job_created', 'config_map_created', 'resumed'];

    it.each(POINTS)('leaves no orphan and makes no second Job when its start ends at %s', async (point) => {
      const dying = await openExecutor(namespace, image, {
        onPoint: (reached) => {
          if (reached === point) throw new Error('killed here');
        },
      });
      const run = runOf({ status: 'pr_opened' });
      await expect(dying.start(run)).rejects.toThrow('killed here');
      dying.onApplicationShutdown();
      const maps = async () =>
        (await namespace.core.listNamespacedConfigMap({ namespace: namespace.name })).items.filter(
          ({ metadata }) => metadata?.name?.startsWith('agent-ctx-'),
        );
      for (const { metadata } of await maps()) expect(metadata?.ownerReferences).toHaveLength(1);
      await executor.start(run);
      await becomes(run, { kind: 'finished' });
      const { items } = await namespace.batch.listNamespacedJob({ namespace: namespace.name });
      expect(items).toHaveLength(1);
      expect(await maps()).toHaveLength(1);
      expect(await agents.starts(jobOf(run))).toBe(1);
    });
  });
});
