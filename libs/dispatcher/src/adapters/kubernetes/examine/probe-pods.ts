import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import type { ApiCaller } from '../api/api-caller';
import type { KubernetesClient } from '../api/kubernetes-client';
import { KubernetesDeniedError, KubernetesRefusedError } from '../kubernetes-executor.errors';

/** A Pod that runs once: with `script` Node does, else nothing but the pull of its image counts. */
export interface ProbePod {
  readonly namespace: string;
  readonly image: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly script?: string;
  /** The script's `process.argv[1]`. */
  readonly argument?: string;
}

/** What became of it. */
export type ProbeResult =
  /** `output` is what the script wrote to /dev/termination-log. */
  | { readonly kind: 'ended'; readonly exitCode: number; readonly output: string }
  | { readonly kind: 'not_pulled'; readonly detail: string }
  /** The image is there; that it could not be started says nothing about that. */
  | { readonly kind: 'pulled' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'late'; readonly detail: string };

const PATIENCE_MS = 60_000;
const LOOK_MS = 500;
const NOT_PULLED = /^(?:ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull)$/;
const NOT_STARTED = /^(?:RunContainerError|CreateContainerError|CrashLoopBackOff)$/;

function podOf({ image, serviceAccount, labels, script, argument = '' }: ProbePod, name: string): V1Pod {
  const sizes = { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '16Mi' };
  return {
    metadata: { name, labels: { ...labels, 'app.kubernetes.io/component': 'doctor' } },
    spec: {
      restartPolicy: 'Never',
      serviceAccountName: serviceAccount,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      activeDeadlineSeconds: PATIENCE_MS / 1_000,
      terminationGracePeriodSeconds: 0,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10_001,
        runAsGroup: 10_001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'probe',
          image,
          imagePullPolicy: 'IfNotPresent',
          command: script === undefined ? ['true'] : ['node', '-e', script, argument],
          resources: { requests: sizes, limits: { ...sizes, cpu: '500m', memory: '192Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
}

function resultOf(pod: V1Pod, hasScript: boolean): ProbeResult | null {
  const state = pod.status?.containerStatuses?.[0]?.state;
  if (state?.terminated !== undefined) {
    const { exitCode, message = '' } = state.terminated;
    return hasScript ? { kind: 'ended', exitCode, output: message } : { kind: 'pulled' };
  }
  if (state?.running !== undefined && !hasScript) return { kind: 'pulled' };
  const { reason = '', message = '' } = state?.waiting ?? {};
  if (NOT_PULLED.test(reason)) return { kind: 'not_pulled', detail: `${reason}: ${message}`.slice(0, 300) };
  if (NOT_STARTED.test(reason))
    return hasScript ? { kind: 'late', detail: `${reason}: ${message}` } : { kind: 'pulled' };
  return null;
}

/** Runs probe Pods. */
export class ProbePods {
  constructor(
    private readonly client: KubernetesClient,
    private readonly caller: ApiCaller,
  ) {}

  /** @throws KubernetesUnavailableError */
  async run(probe: ProbePod): Promise<ProbeResult> {
    const { namespace } = probe;
    const name = `anton-doctor-${randomBytes(4).toString('hex')}`;
    const where = { namespace, name };
    const call = <T>(what: string, work: (during: ReturnType<KubernetesClient['during']>) => Promise<T>) =>
      this.caller.call(what, (signal) => work(this.client.during(signal)));
    try {
      const body = podOf(probe, name);
      await call('create a probe Pod', (during) =>
        this.client.core.createNamespacedPod({ namespace, body }, during),
      );
    } catch (error) {
      if (error instanceof KubernetesDeniedError || error instanceof KubernetesRefusedError)
        return { kind: 'refused', detail: error.message };
      throw error;
    }
    try {
      let last: V1Pod | undefined;
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(LOOK_MS)) {
        last = await call('read a probe Pod', (during) => this.client.core.readNamespacedPod(where, during));
        const result = resultOf(last, probe.script !== undefined);
        if (result !== null) return result;
      }
      const condition = last?.status?.conditions?.find(({ status }) => status === 'False');
      return { kind: 'late', detail: condition?.message ?? last?.status?.phase ?? 'no sign of it' };
    } finally {
      await this.caller.call(
        'remove a probe Pod',
        (signal) =>
          this.client.core.deleteNamespacedPod(
            { ...where, gracePeriodSeconds: 0 },
            this.client.during(signal),
          ),
        404,
      );
    }
  }
}
