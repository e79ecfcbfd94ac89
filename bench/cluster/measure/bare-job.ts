import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { BatchV1Api, CoreV1Api, type KubeConfig } from '@kubernetes/client-node';

const LOOK_MS = 50;
const namespace = 'agents';

/** How long one container of the image takes from its Job to running, in the namespace of the runs. Milliseconds. */
export async function bareJob(config: KubeConfig, image: string): Promise<number> {
  const [core, batch] = [config.makeApiClient(CoreV1Api), config.makeApiClient(BatchV1Api)];
  const name = `bench-bare-${randomBytes(4).toString('hex')}`;
  const requests = { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '16Mi' };
  const limits = { cpu: '1', memory: '128Mi', 'ephemeral-storage': '32Mi' };
  const securityContext = {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 10_001,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };
  const command = ['node', '-e', 'setTimeout(() => {}, 500)'];
  const began = Date.now();
  await batch.createNamespacedJob({
    namespace,
    body: {
      metadata: { name },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            restartPolicy: 'Never',
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            containers: [{ name: 'bare', image, command, securityContext, resources: { requests, limits } }],
          },
        },
      },
    },
  });
  const labelSelector = `batch.kubernetes.io/job-name=${name}`;
  try {
    for (;;) {
      const [pod] = (await core.listNamespacedPod({ namespace, labelSelector })).items;
      const state = pod?.status?.containerStatuses?.[0]?.state;
      if (state?.running !== undefined || state?.terminated !== undefined) return Date.now() - began;
      if (Date.now() - began > 60_000) throw new Error(`the Job ${name} does not run`);
      await delay(LOOK_MS);
    }
  } finally {
    await batch.deleteNamespacedJob({ namespace, name, propagationPolicy: 'Background' });
  }
}
