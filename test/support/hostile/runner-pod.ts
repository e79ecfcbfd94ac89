import { setTimeout as delay } from 'node:timers/promises';
import type { KubernetesExecutorOptions, RunRequest } from '@anton/dispatcher';
import { clearRuns, jobOf, openExecutor } from '../kubernetes/executor-world';
import type { TestNamespace } from '../kubernetes/test-namespace';

const PATIENCE_MS = 600_000;
const CONTAINERS = ['prepare', 'sandbox', 'agent'] as const;

/** All that a run's Pod let anybody see. */
export interface PodEnd {
  /** What the executor made of it. */
  readonly state: string;
  readonly logs: Readonly<Record<(typeof CONTAINERS)[number], string>>;
  /** Termination messages of its containers. */
  readonly messages: readonly string[];
  /** The Pod and its events, as the API server shows them. */
  readonly object: string;
}

/** What the Pod is made of. */
export interface PodPlan {
  readonly runnerImage: string;
  readonly sandboxImage: string;
  readonly context: Readonly<Record<string, string>>;
  /** Variables of the agent. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly taskId?: string;
}

async function ended(
  { core, name: namespace }: TestNamespace,
  run: RunRequest,
  state: string,
): Promise<PodEnd> {
  const labelSelector = `batch.kubernetes.io/job-name=${jobOf(run)}`;
  const [pod] = (await core.listNamespacedPod({ namespace, labelSelector })).items;
  const { name = '' } = pod?.metadata ?? {};
  const log = async (container: string): Promise<string> =>
    core.readNamespacedPodLog({ namespace, name, container }).catch(() => '');
  const [prepare = '', sandbox = '', agent = ''] = await Promise.all(CONTAINERS.map(log));
  const { initContainerStatuses = [], containerStatuses = [] } = pod?.status ?? {};
  const messages = [...initContainerStatuses, ...containerStatuses].flatMap(({ state: now, lastState }) => [
    now?.terminated?.message ?? '',
    lastState?.terminated?.message ?? '',
  ]);
  const events = await core.listNamespacedEvent({ namespace });
  const object = JSON.stringify([pod, events.items]);
  return { state, logs: { prepare, sandbox, agent }, messages, object };
}

/** A run as the orchestrator starts it: its Job from the shipped template, by the shipped executor. */
export class RunnerPod {
  private constructor(
    private readonly namespace: TestNamespace,
    private readonly run: RunRequest,
    private readonly executor: Awaited<ReturnType<typeof openExecutor>>,
  ) {}

  static async start(namespace: TestNamespace, plan: PodPlan): Promise<RunnerPod> {
    const taskId = plan.taskId ?? 'jira-pay-1-k3v9q2m7xa';
    const options: Partial<KubernetesExecutorOptions> = { environment: plan.environment ?? {} };
    const executor = await openExecutor(namespace, plan.runnerImage, options, plan.sandboxImage);
    const run: RunRequest = {
      taskId,
      attempt: 1,
      taskHash: 'a'.repeat(64),
      complexity: 'large',
      template: 'node-service',
      context: plan.context,
      deadlineAt: new Date(Date.now() + PATIENCE_MS),
    };
    await executor.start(run);
    return new RunnerPod(namespace, run, executor);
  }

  /** Waits until the agent has ended. */
  async end(): Promise<PodEnd> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(250)) {
      const inspection = await this.executor.inspect(this.run);
      if (inspection.kind !== 'running') return ended(this.namespace, this.run, JSON.stringify(inspection));
    }
    throw new Error(`the Pod of ${this.run.taskId} did not end`);
  }

  async remove(): Promise<void> {
    this.executor.onApplicationShutdown();
    await clearRuns(this.namespace);
  }
}
