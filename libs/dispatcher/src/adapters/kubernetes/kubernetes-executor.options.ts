import type { Complexity } from '@anton/contracts';

/** CPU and memory of a container, as Kubernetes writes them. */
export interface ContainerSize {
  readonly cpu: string;
  readonly memory: string;
}

/** Points between the calls that create a run, where a test may end the process. */
export type CreatePoint = 'job_created' | 'config_map_created' | 'resumed';

/** Where runs become Jobs, and what they are made of. */
export interface KubernetesExecutorOptions {
  /** Where Jobs are created (ANTON_NAMESPACE). */
  readonly namespace: string;
  /** Image of the containers `prepare` and `agent` (ANTON_RUNNER_IMAGE); that of `sandbox` is the template's. */
  readonly image: string;
  /** Variables of the agent; no secret in it. */
  readonly environment: Readonly<Record<string, string>>;
  /** The proxy that Pods leave by (ANTON_EGRESS_URL); its name is resolved for every Job. Without it they have the cluster's network. */
  readonly egressUrl?: string | undefined;
  /** Lets Pods trust what ConfigMap `anton-ca`, key `ca.crt`, of their namespace holds. Default false. */
  readonly ownAuthority?: boolean;
  /** Never shown, wherever a container may have printed them. */
  readonly secrets?: readonly string[];
  /** A kubeconfig file. Default: KUBECONFIG, the user's own, or the Pod's ServiceAccount. */
  readonly kubeconfig?: string;
  /** Has no rights and no token. Default `anton-runner`. */
  readonly serviceAccount?: string;
  /** Folder of job.yaml.ejs and config-map.yaml.ejs. Default: manifests/runner of the installation. */
  readonly manifestsDir?: string;
  /** Of the agent and of `prepare`. Default {@link AGENT_SIZES}. */
  readonly agentSizes?: Readonly<Record<Complexity, ContainerSize>>;
  /** Between SIGTERM and SIGKILL. Default 25 s, below the 30 s of Kubernetes. */
  readonly graceSeconds?: number;
  /** How long a Pod may fail to pull an image or to get its configuration before its run fails. Default 5 minutes. */
  readonly startGraceMs?: number;
  /** See {@link WatchTimes}. */
  readonly watch?: Partial<WatchTimes>;
  /** See {@link CallTimes}. */
  readonly calls?: Partial<CallTimes>;
  /** Called between the calls that create a run; only tests set it. */
  readonly onPoint?: (point: CreatePoint) => void | Promise<void>;
}

/** Times of the calls to the API server, in milliseconds. */
export interface CallTimes {
  /** Of one call, each try. */
  readonly timeoutMs: number;
  /** Tries of one call, the first one included. */
  readonly attempts: number;
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
  /** The longest Retry-After that is waited for within a call. */
  readonly maxRetryAfterMs: number;
}

/** Times of the watch. */
export interface WatchTimes {
  /** After this time the API server closes a watch by itself, which proves that it was alive. */
  readonly watchSeconds: number;
  /** How much later a watch that is still open counts as hanging. */
  readonly hangMs: number;
  /** Between full lists. */
  readonly relistMs: number;
  /** Back-off after a failure, first and longest. */
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
}

/** The agent is one Node process that holds conversations, not builds. */
export const AGENT_SIZES: Readonly<Record<Complexity, ContainerSize>> = {
  small: { cpu: '250m', memory: '768Mi' },
  medium: { cpu: '250m', memory: '1Gi' },
  large: { cpu: '500m', memory: '2Gi' },
};

export const DEFAULT_CALLS: CallTimes = {
  timeoutMs: 10_000,
  attempts: 4,
  initialDelayMs: 200,
  maxDelayMs: 3_000,
  maxRetryAfterMs: 10_000,
};

/**
 * News must be known again within 45 s, also when a watch goes silent and the lists after it fail one after the other: so
 * the longest back-off is short. Each try is a list, which itself waits as long as the API server asks it to (CallTimes).
 */
export const DEFAULT_WATCH: WatchTimes = {
  watchSeconds: 15,
  hangMs: 4_000,
  relistMs: 300_000,
  initialDelayMs: 500,
  maxDelayMs: 2_000,
};

export const DEFAULT_SERVICE_ACCOUNT = 'anton-runner';
export const DEFAULT_GRACE_SECONDS = 25;
export const DEFAULT_START_GRACE_MS = 5 * 60_000;
/** A finished Job stays this long, so that its report is read; then, once it is in the ledger, this long. */
export const TTL_SECONDS = 86_400;
export const SETTLED_TTL_SECONDS = 600;
