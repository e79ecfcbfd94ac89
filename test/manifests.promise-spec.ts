import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BatchV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCluster } from './support/kubernetes/cluster';
import { preparedJob } from './support/kubernetes/prepared-job';
import { Kubectl, missingKubectl } from './support/kubernetes/kubectl';
import { OwnNamespaces } from './support/kubernetes/own-namespaces';
import { kustomize, kustomizeWith, nameOf, podsOf, type Rendered } from './support/kubernetes/rendered';

const PRODUCTION = 'manifests/overlays/production';
const COMPONENTS = readdirSync('manifests/components').map((name) => join('manifests/components', name));
/** Kinds that a cluster has only with the operator that brings them. */
const FOREIGN = new Set(['ServiceMonitor']);

const RENDERINGS: readonly (readonly [string, () => Promise<Rendered[]>])[] = [
  ['base', () => kustomize('manifests/base')],
  ['overlays/production', () => kustomize(PRODUCTION)],
  ['overlays/demo', () => kustomize('manifests/overlays/demo')],
  ['test/cluster/overlays/demo', () => kustomize('test/cluster/overlays/demo')],
  ...COMPONENTS.map((path) => [`production with ${path}`, () => kustomizeWith(PRODUCTION, [path])] as const),
  [
    'production with all components that go together',
    () =>
      kustomizeWith(
        PRODUCTION,
        COMPONENTS.filter((path) => !path.endsWith('egress-off')),
      ),
  ],
];

const noKubectl = missingKubectl();
const { missing, open } = findCluster();

describe.skipIf(noKubectl !== null)(`the manifests${noKubectl === null ? '' : ` (${noKubectl})`}`, () => {
  it('mount every file of the catalog, each where it lies', async () => {
    const files = (readdirSync('catalog', { recursive: true }) as string[])
      .filter((file) => /(?:^repositories|^sources|template)\.yaml$|SKILL\.md$/.test(file))
      .toSorted();
    const rendered = await kustomize('manifests/base');
    const map = rendered.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'anton-catalog',
    );
    const data = map?.['data'] as Record<string, string>;
    const workloads = rendered.filter(({ kind }) => kind === 'Deployment');
    expect(workloads).toHaveLength(3);
    for (const { spec } of workloads) {
      const items =
        spec?.template?.spec?.volumes?.find(({ name }) => name === 'catalog')?.configMap?.items ?? [];
      expect(items.map(({ path }) => path).toSorted()).toEqual(files);
      for (const { key, path } of items) expect(data[key]).toBe(readFileSync(join('catalog', path), 'utf8'));
    }
  });

  it('leave nothing of the other namespace when everything is in one', async () => {
    const rendered = await kustomizeWith(PRODUCTION, ['manifests/components/single-namespace']);
    expect(rendered.filter(({ kind }) => kind === 'Namespace').map(({ metadata }) => metadata.name)).toEqual([
      'agents',
    ]);
    const elsewhere = rendered.filter(
      ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== 'agents',
    );
    expect(elsewhere.map(nameOf)).toEqual([]);
    expect(JSON.stringify(rendered)).not.toMatch(
      /"kubernetes.io\/metadata.name":"anton"|anton-egress\.anton/,
    );
  });

  it('have no proxy in the way when egress is off', async () => {
    const rendered = await kustomizeWith(PRODUCTION, ['manifests/components/egress-off']);
    expect(rendered.map(nameOf).filter((name) => name.endsWith('/anton-egress'))).toEqual([]);
    const settings = rendered.find(({ metadata }) => metadata.name.startsWith('anton-orchestrator-'));
    expect(settings?.['data']).toMatchObject({ ANTON_EGRESS_URL: '' });
  });

  describe.skipIf(missing !== null)(`on a real cluster${missing === null ? '' : ` (${missing})`}`, () => {
    let kubectl: Kubectl;
    let namespaces: OwnNamespaces;
    beforeAll(() => {
      kubectl = new Kubectl(open().kubeconfig);
    });

    describe.each(RENDERINGS)('%s', (_name, render) => {
      let objects: Rendered[];
      beforeAll(async () => {
        namespaces = new OwnNamespaces(kubectl);
        objects = namespaces.move(await render()).filter(({ kind }) => !FOREIGN.has(kind));
        // Really there: what the admission of the others asks for.
        const early = new Set(['Namespace', 'ServiceAccount', 'LimitRange', 'ResourceQuota']);
        await kubectl.send(
          'apply',
          objects.filter(({ kind }) => early.has(kind)),
        );
      });
      afterAll(async () => namespaces.delete());

      it('is taken by the API server, object by object, without a warning', async () => {
        const { stdout, stderr } = await kubectl.send('apply', objects, '--dry-run=server');
        expect(stderr).toBe('');
        expect(stdout.trim().split('\n')).toHaveLength(objects.length);
      });

      it('has Pods that PodSecurity restricted, a quota and the limits let in', async () => {
        const pods = objects.flatMap(podsOf);
        expect(pods.length).toBeGreaterThanOrEqual(2);
        const { stdout } = await kubectl.send('create', pods, '--dry-run=server');
        expect(stdout.trim().split('\n')).toHaveLength(pods.length);
      });
    });

    describe('the Job of a run', () => {
      let pod: Rendered;
      beforeAll(async () => {
        namespaces = new OwnNamespaces(kubectl);
        await kubectl.send(
          'apply',
          namespaces.move(await kustomize('manifests/base')).filter(({ kind }) => kind !== 'Deployment'),
        );
        const { config, kubeconfig } = open();
        const job = await preparedJob(config.makeApiClient(BatchV1Api), kubeconfig, namespaces.agents);
        [pod] = podsOf(job) as [Rendered];
      });
      afterAll(async () => namespaces.delete());

      it('has a Pod that is let into the namespace of the runs', async () => {
        const { stdout } = await kubectl.send('create', [pod], '--dry-run=server');
        expect(stdout).toContain('created (server dry run)');
      });

      it.each([
        [
          'a container that may become root',
          (spec: string) =>
            spec.replaceAll('"allowPrivilegeEscalation":false', '"allowPrivilegeEscalation":true'),
        ],
        ['capabilities', (spec: string) => spec.replaceAll('"drop":["ALL"]', '"add":["NET_ADMIN"]')],
        ['no seccomp profile', (spec: string) => spec.replaceAll('"RuntimeDefault"', '"Unconfined"')],
        [
          'a folder of the node',
          (spec: string) => spec.replace('"emptyDir":{"sizeLimit":"8Gi"}', '"hostPath":{"path":"/"}'),
        ],
      ])('has none with %s', async (_what, change) => {
        const changed = change(JSON.stringify(pod));
        expect(changed).not.toBe(JSON.stringify(pod));
        await expect(
          kubectl.send('create', [JSON.parse(changed) as object], '--dry-run=server'),
        ).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
      });
    });
  });
});
