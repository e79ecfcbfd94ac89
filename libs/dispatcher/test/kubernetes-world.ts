import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';
import type { CatalogSnapshot } from '@anton/catalog';
import { ScriptedKubernetes } from '@anton/simulation';
import {
  openKubernetesExecutor,
  type KubernetesExecutor,
} from '../src/adapters/kubernetes/kubernetes-executor';
import type { KubernetesExecutorOptions } from '../src/adapters/kubernetes/kubernetes-executor.options';
import type { RunRequest } from '../src/executor.port';

const MANIFESTS = fileURLToPath(new URL('../../../manifests/runner', import.meta.url));

/** Times of a cluster in which everything happens a hundred times faster. */
const FAST: Pick<KubernetesExecutorOptions, 'calls' | 'watch'> = {
  calls: { timeoutMs: 500, attempts: 4, initialDelayMs: 5, maxDelayMs: 20, maxRetryAfterMs: 3_000 },
  watch: { watchSeconds: 1, hangMs: 700, relistMs: 3_000, initialDelayMs: 20, maxDelayMs: 100 },
};

const size = { cpu: '1', memory: '2Gi' };
const limit = { costUsd: 2, minutes: 30 };
const sizes = { small: size, medium: size, large: size };
const template = {
  name: 'node-service',
  description: 'Node',
  image: 'registry.example.com/sandbox:1',
  setup: [],
  checks: [],
  skills: [],
  resources: sizes,
  limits: { small: limit, medium: limit, large: limit },
  egress: [],
};

/** A run to start. */
export const kubernetesRun = (fields: Partial<RunRequest> = {}): RunRequest => ({
  taskId: 'jira-pay-1-k3v9q2m7xa',
  attempt: 1,
  taskHash: 'a'.repeat(64),
  complexity: 'small',
  template: 'node-service',
  context: { 'task.json': '{}', 'route.json': '{}' },
  deadlineAt: new Date(Date.now() + 3_600_000),
  ...fields,
});

/** An executor over a scripted API server. */
export interface KubernetesWorld {
  readonly server: ScriptedKubernetes;
  readonly executor: KubernetesExecutor;
  close(): Promise<void>;
}

/** Opens a server and an executor that watches it. */
export async function openKubernetesWorld(
  options: Partial<KubernetesExecutorOptions> = {},
): Promise<KubernetesWorld> {
  Logger.overrideLogger(false);
  const server = await ScriptedKubernetes.start();
  const dir = await mkdtemp(join(tmpdir(), 'anton-kubernetes-'));
  const kubeconfig = join(dir, 'config');
  await writeFile(kubeconfig, server.kubeconfig);
  const templates = new Map([[template.name, template]]);
  const catalog = { snapshot: () => ({ templates }) as unknown as CatalogSnapshot };
  const place = { namespace: 'agents', image: 'runner:1', environment: {}, manifestsDir: MANIFESTS };
  const executor = await openKubernetesExecutor({ ...place, ...FAST, kubeconfig, ...options }, catalog);
  const close = async (): Promise<void> => {
    executor.onApplicationShutdown();
    await server.close();
    await rm(dir, { recursive: true, force: true });
  };
  return { server, executor, close };
}
