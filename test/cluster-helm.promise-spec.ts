import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppsV1Api, CoreV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCluster } from './support/kubernetes/cluster';
import { DemoInstallation } from './support/kubernetes/demo-installation';
import { demoParts, demoValues } from './support/kubernetes/demo-values';
import { HelmRelease, missingHelm } from './support/kubernetes/helm';
import { Kubectl, missingKubectl } from './support/kubernetes/kubectl';
import type { Rendered } from './support/kubernetes/rendered';

const OVERLAY = process.env['ANTON_TEST_DEMO_OVERLAY'] ?? '';
const NO_OVERLAY =
  'skipped: no images; build those of test/cluster/overlays/demo where the cluster finds them, and name the overlay by ANTON_TEST_DEMO_OVERLAY';
const { missing, open } = findCluster();
const reason = missingHelm() ?? missingKubectl() ?? missing ?? (OVERLAY === '' ? NO_OVERLAY : null);

/** `name:tag` as the chart has it. */
function image(text: string): { readonly repository: string; readonly tag: string } {
  const at = text.lastIndexOf(':');
  return { repository: text.slice(0, at), tag: text.slice(at + 1) };
}

/** The values of the demo, with what its overlay for this cluster changes: images, a template, ports of the API server. */
function valuesOf(anton: readonly Rendered[], runner: string): object {
  const ofKind = (kind: string, name: string): Rendered | undefined =>
    anton.find((object) => object.kind === kind && object.metadata.name === name);
  const imageOf = (part: string): object =>
    image(ofKind('Deployment', `anton-${part}`)?.spec?.template?.spec?.containers[0]?.image ?? '');
  const policy = ofKind('NetworkPolicy', 'anton-api-server')?.spec as
    { readonly egress?: object } | undefined;
  const values = demoValues();
  const template = readFileSync(join(OVERLAY, 'node-service.yaml'), 'utf8');
  return {
    ...values,
    namespaces: { create: false },
    images: {
      ingester: imageOf('ingester'),
      orchestrator: imageOf('orchestrator'),
      egress: imageOf('egress'),
      runner: image(runner),
    },
    catalog: { ...values.catalog, 'templates/node-service/template.yaml': template },
    network: { ...values.network, apiServer: policy?.egress },
  };
}

function runnerOf(anton: readonly Rendered[]): string {
  const settings = anton.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('anton-orchestrator'),
  );
  return (settings?.['data'] as Record<string, string> | undefined)?.['ANTON_RUNNER_IMAGE'] ?? '';
}

/** The way of docs/install.md: namespaces and Secrets first, then the chart. */
describe.skipIf(reason !== null)(
  `the Helm chart on a real cluster${reason === null ? '' : ` (${reason})`}`,
  () => {
    let demo: DemoInstallation;
    let release: HelmRelease;
    let values: object;
    let core: CoreV1Api;
    let apps: AppsV1Api;
    beforeAll(async () => {
      const { config, kubeconfig } = open();
      const kubectl = new Kubectl(kubeconfig);
      [core, apps] = [config.makeApiClient(CoreV1Api), config.makeApiClient(AppsV1Api)];
      demo = new DemoInstallation(config, kubectl, OVERLAY);
      release = new HelmRelease(kubeconfig);
      await demo.free();
      await kubectl.run(['apply', '-f', 'manifests/base/namespaces.yaml']);
      const { anton, around } = await demoParts(OVERLAY);
      await kubectl.send('apply', around);
      values = valuesOf(anton, runnerOf(anton));
      await release.install(values);
    }, 300_000);
    afterAll(async () => {
      await release.uninstall('--ignore-not-found');
      await demo.remove();
    });

    it('makes a pull request of a webhook', { timeout: 240_000 }, async () => {
      const taskId = await demo.send(7);
      const end = Date.now() + 200_000;
      for (let heads: string[] = []; !heads.includes(`fix/${taskId}`); await delay(1_000)) {
        if (Date.now() > end) throw new Error(`there is no pull request:\n${await demo.story()}`);
        heads = (await demo.pullRequests()).map(({ head }) => head);
      }
    });

    it('rolls out changed settings by an upgrade, and is gone when it is uninstalled', async () => {
      const deployments = async (): Promise<(string | undefined)[]> =>
        (await apps.listNamespacedDeployment({ namespace: 'anton' })).items.map(
          ({ metadata }) => metadata?.name,
        );
      const settings = async (): Promise<string | undefined> =>
        (await core.readNamespacedConfigMap({ namespace: 'anton', name: 'anton-ingester' })).data?.[
          'LOG_LEVEL'
        ];
      expect(await settings()).toBe('info');
      await release.upgrade({ ...values, ingester: { settings: { LOG_LEVEL: 'debug' } } });
      expect(await settings()).toBe('debug');
      await release.uninstall('--wait');
      expect((await deployments()).filter((name) => name?.startsWith('anton-'))).toEqual([]);
    });
  },
);
