import type { CatalogTemplate } from '@anton/catalog';
import type { RunRequest } from '../../../executor.port';
import {
  AGENT_SIZES,
  DEFAULT_GRACE_SECONDS,
  DEFAULT_SERVICE_ACCOUNT,
  TTL_SECONDS,
  type ContainerSize,
  type KubernetesExecutorOptions,
} from '../kubernetes-executor.options';
import type { PodNetwork } from '../pod-network';
import { configMapName, jobName, runLabels, TASK_HASH } from '../run-names';

/** A run that is past its deadline already is stopped by the orchestrator, with a reason; the Job's own is the backstop. */
const SHORTEST_DEADLINE_SECONDS = 60;

const KEYS = [
  { name: 'ANTHROPIC_API_KEY_FILE', value: '/secrets/ai/anthropic_api_key' },
  { name: 'OPENAI_API_KEY_FILE', value: '/secrets/ai/openai_api_key' },
];
const TOKEN = { name: 'GITHUB_TOKEN_FILE', value: '/secrets/github/pat' };
const PROXY_PASSWORD = { name: 'ANTON_EGRESS_PASSWORD_FILE', value: '/secrets/egress/agent_password' };
const AUTHORITY = { name: 'NODE_EXTRA_CA_CERTS', value: '/etc/anton/ca/ca.crt' };
const HOME = { name: 'HOME', value: '/tmp' };

const MILLI = 1_000;

/**
 * The limit of a container that requests `cpu` (`500m`, `2`): a start, a build and a test run are bursts, for which it may
 * have twice as much, and a whole processor at least, while nobody else wants it.
 */
function burstOf(cpu: string): string {
  const millis = cpu.endsWith('m') ? Number.parseFloat(cpu) : Number.parseFloat(cpu) * MILLI;
  return `${Math.max(MILLI, Math.ceil(2 * millis))}m`;
}

/** Memory is requested in full, so that a run cannot be the reason that its neighbour is evicted. */
function resourcesOf({ cpu, memory }: ContainerSize, ephemeral: string): object {
  return {
    requests: { cpu, memory, 'ephemeral-storage': '256Mi' },
    limits: { cpu: burstOf(cpu), memory, 'ephemeral-storage': ephemeral },
  };
}

/** Annotations of the Job, its Pod and its ConfigMap. */
function runAnnotations({ taskHash, traceparent }: RunRequest): Record<string, string> {
  return { [TASK_HASH]: taskHash, ...(traceparent === undefined ? {} : { traceparent }) };
}

/** What job.yaml.ejs is filled with. */
export function jobValues(
  run: RunRequest,
  template: CatalogTemplate,
  options: KubernetesExecutorOptions,
  { proxyUrl, ...network }: PodNetwork,
) {
  const agent = (options.agentSizes ?? AGENT_SIZES)[run.complexity];
  const left = Math.ceil((run.deadlineAt.getTime() - Date.now()) / 1000);
  const environment = Object.entries(options.environment).map(([name, value]) => ({ name, value }));
  const ownAuthority = options.ownAuthority ?? false;
  const wayOut = [
    ...(proxyUrl === null ? [] : [{ name: 'ANTON_EGRESS_URL', value: proxyUrl }, PROXY_PASSWORD]),
    ...(ownAuthority ? [AUTHORITY] : []),
  ];
  const codeHost = environment.filter(({ name }) => name === 'GITHUB_HOST');
  return {
    name: jobName(run),
    namespace: options.namespace,
    labels: runLabels(run),
    annotations: runAnnotations(run),
    deadlineSeconds: Math.max(left, SHORTEST_DEADLINE_SECONDS),
    ttlSeconds: TTL_SECONDS,
    graceSeconds: options.graceSeconds ?? DEFAULT_GRACE_SECONDS,
    serviceAccount: options.serviceAccount ?? DEFAULT_SERVICE_ACCOUNT,
    runnerImage: options.image,
    sandboxImage: template.image,
    configMapName: configMapName(run),
    prepareEnvironment: [...codeHost, HOME, TOKEN, ...wayOut],
    agentEnvironment: [...environment, HOME, ...KEYS, TOKEN, ...wayOut],
    hasProxy: proxyUrl !== null,
    ownAuthority,
    ...network,
    resources: {
      prepare: resourcesOf(agent, '8Gi'),
      sandbox: resourcesOf(template.resources[run.complexity], '12Gi'),
      agent: resourcesOf(agent, '12Gi'),
    },
  };
}

export type JobValues = ReturnType<typeof jobValues>;

/** What config-map.yaml.ejs is filled with. */
export function configMapValues(run: RunRequest, namespace: string, jobUid: string) {
  return {
    name: configMapName(run),
    namespace,
    labels: runLabels(run),
    annotations: runAnnotations(run),
    jobName: jobName(run),
    jobUid,
    data: run.context,
  };
}

export type ConfigMapValues = ReturnType<typeof configMapValues>;
