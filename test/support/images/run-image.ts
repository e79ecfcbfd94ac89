import { setTimeout as delay } from 'node:timers/promises';
import type { TestNamespace } from '../kubernetes/test-namespace';

const PATIENCE_MS = 120_000;

/** How an image is started. */
export interface ImageStart {
  readonly image: string;
  readonly user: number;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/** Runs an image once as a Pod that PodSecurity `restricted` admits, with a root that cannot be written and one /tmp. */
export async function runImage(
  { core, name: namespace }: TestNamespace,
  { image, user, command, args }: ImageStart,
): Promise<{ exitCode: number; log: string }> {
  const container = {
    name: 'it',
    image,
    imagePullPolicy: 'IfNotPresent',
    ...(command === undefined ? {} : { command: [...command] }),
    ...(args === undefined ? {} : { args: [...args] }),
    resources: { limits: { memory: '512Mi' }, requests: { cpu: '50m' } },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    securityContext: {
      runAsUser: user,
      runAsGroup: user,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
  };
  const spec = {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
  };
  const made = await core.createNamespacedPod({
    namespace,
    body: { metadata: { generateName: 'image-' }, spec },
  });
  const { name = '' } = made.metadata ?? {};
  try {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(250)) {
      const { status } = await core.readNamespacedPod({ namespace, name });
      const ended = status?.containerStatuses?.[0]?.state?.terminated;
      if (ended !== undefined)
        return { exitCode: ended.exitCode, log: await core.readNamespacedPodLog({ namespace, name }) };
    }
    throw new Error(`${image} did not end`);
  } finally {
    await core.deleteNamespacedPod({ namespace, name, gracePeriodSeconds: 0 });
  }
}
