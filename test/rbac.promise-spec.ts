import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCluster } from './support/kubernetes/cluster';
import { Kubectl, missingKubectl } from './support/kubernetes/kubectl';
import { OwnNamespaces } from './support/kubernetes/own-namespaces';
import { kustomize } from './support/kubernetes/rendered';

const KINDS = new Set([
  'Namespace',
  'ServiceAccount',
  'Role',
  'RoleBinding',
  'ClusterRole',
  'ClusterRoleBinding',
]);
const { missing, open } = findCluster();
const reason = missingKubectl() ?? missing;

/** `kubectl auth can-i --list` says for every account what it may do; what every account of a cluster may is left out. */
describe.skipIf(reason !== null)(
  `the rights on a real cluster${reason === null ? '' : ` (${reason})`}`,
  () => {
    let kubectl: Kubectl;
    let namespaces: OwnNamespaces;
    beforeAll(() => {
      kubectl = new Kubectl(open().kubeconfig);
      namespaces = new OwnNamespaces(kubectl);
    });
    afterAll(async () => namespaces.delete());

    const listOf = async (account: string, home: string, where: string): Promise<readonly string[]> => {
      const as = `--as=system:serviceaccount:${home}:${account}`;
      const { stdout } = await kubectl.run(['auth', 'can-i', '--list', '--no-headers', '-n', where, as]);
      return stdout.split('\n').map((line) =>
        line
          .trim()
          .split(/\s{2,}/)
          .join('  '),
      );
    };

    it.each([
      ['base', 'manifests/base'],
      ['demo', 'manifests/overlays/demo'],
    ])(
      'of every ServiceAccount of %s, in both namespaces, are those of the golden file',
      async (name, dir) => {
        const objects = (await kustomize(dir)).filter(({ kind }) => KINDS.has(kind));
        expect(objects.filter(({ kind }) => kind.startsWith('Cluster'))).toEqual([]);
        await kubectl.send('apply', namespaces.move(objects));
        const accounts = objects
          .filter(({ kind }) => kind === 'ServiceAccount')
          .map(({ metadata }) => metadata);
        const defaults = ['anton', 'agents'].map((namespace) => ({ name: 'default', namespace }));
        const lines: string[] = [];
        for (const { name: account, namespace: home = '' } of [...accounts, ...defaults])
          for (const where of ['anton', 'agents'] as const) {
            const namespace = namespaces[where];
            const everybody = new Set(await listOf('nobody', 'kube-public', namespace));
            const rights = await listOf(account, namespaces[home as 'anton'], namespace);
            const own = rights.filter((line) => !everybody.has(line)).toSorted();
            lines.push(
              `${home}/${account} in ${where}:`,
              ...(own.length === 0 ? ['nothing'] : own).map((one) => `  ${one}`),
            );
          }
        await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`golden/rbac.${name}.txt`);
      },
    );
  },
);
