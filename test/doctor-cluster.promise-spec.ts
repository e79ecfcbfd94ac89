import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findCluster } from './support/kubernetes/cluster';
import { CANARY, install } from './support/kubernetes/installed';
import { Kubectl, missingKubectl } from './support/kubernetes/kubectl';
import { OwnNamespaces } from './support/kubernetes/own-namespaces';
import { TestNamespace } from './support/kubernetes/test-namespace';
import { anton } from './support/operator-command';

interface Finding {
  readonly check: string;
  readonly state: 'good' | 'warning' | 'bad';
  readonly detail: string;
  readonly remedy: string | null;
}

const { missing, open } = findCluster();
const reason = missingKubectl() ?? missing;
const NO_IMAGE = 'localhost/anton/nobody-has-this:1';

describe.skipIf(reason !== null)(
  `anton doctor --cluster on a real cluster${reason === null ? '' : ` (${reason})`}`,
  () => {
    let kubectl: Kubectl;
    let namespaces: OwnNamespaces;
    let image: string;
    let kubeconfig: string;
    beforeAll(async () => {
      ({ image, kubeconfig } = open());
      kubectl = new Kubectl(kubeconfig);
      namespaces = new OwnNamespaces(kubectl);
      await install(kubectl, namespaces, image);
    });
    afterAll(async () => namespaces.delete());

    const doctor = async (variables: Readonly<Record<string, string>> = {}) => {
      const places = {
        KUBECONFIG: kubeconfig,
        ANTON_NAMESPACE: namespaces.agents,
        ANTON_RUNNER_IMAGE: image,
      };
      const words = ['doctor', '--cluster', '--json', '--control-namespace', namespaces.anton];
      const answer = await anton({ ...places, ...variables }, ...words);
      expect(answer.out + answer.err).not.toContain(CANARY);
      const [{ healthy, findings } = {}] = answer.objects() as unknown as {
        healthy: boolean;
        findings: Finding[];
      }[];
      expect(answer).toMatchObject({ status: healthy === true ? 0 : 1 });
      return {
        healthy,
        findings: findings ?? [],
        bad: (findings ?? []).filter(({ state }) => state === 'bad'),
      };
    };
    const left = async (): Promise<string> =>
      (await kubectl.run(['get', 'pods', '-n', namespaces.agents, '-o', 'name'])).stdout;

    it('finds nothing to do where nothing is, and leaves nothing behind', async () => {
      const { healthy, findings } = await doctor();
      expect(findings.filter(({ state }) => state !== 'good')).toEqual([]);
      expect(healthy).toBe(true);
      expect(findings.map(({ check }) => check)).toEqual(
        expect.arrayContaining([
          'network',
          'proxy of the runs',
          'image of the runner',
          'rights of anton-orchestrator',
        ]),
      );
      await vi.waitFor(async () => expect(await left()).toBe(''), { timeout: 20_000 });
    });

    it('names a Secret that is not there, a key, and one that holds nothing, with the commands', async () => {
      const { anton: control, agents } = namespaces;
      await kubectl.run(['delete', 'secret', '-n', control, 'broker-secrets']);
      const change = [
        { op: 'remove', path: '/data/openai_api_key' },
        { op: 'replace', path: '/data/anthropic_api_key', value: '' },
      ];
      await kubectl.run([
        'patch',
        'secret',
        '-n',
        agents,
        'ai-secrets',
        '--type=json',
        '-p',
        JSON.stringify(change.slice(0, 1)),
      ]);
      await kubectl.run([
        'patch',
        'secret',
        '-n',
        control,
        'ai-secrets',
        '--type=json',
        '-p',
        JSON.stringify(change.slice(1)),
      ]);
      expect((await doctor()).bad).toEqual([
        expect.objectContaining({
          check: `Secret ${control}/broker-secrets`,
          detail: 'is not there',
          remedy: `kubectl -n ${control} create secret generic broker-secrets --from-file=uri`,
        }),
        expect.objectContaining({
          check: `Secret ${control}/ai-secrets`,
          detail: 'holds nothing as anthropic_api_key',
        }),
        expect.objectContaining({
          check: `Secret ${agents}/ai-secrets`,
          detail: 'has no key openai_api_key',
        }),
      ]);
    });

    it('says what the orchestrator may not, and who may too much', async () => {
      const { anton: control, agents } = namespaces;
      await kubectl.run([
        'patch',
        'role',
        '-n',
        agents,
        'anton-orchestrator',
        '--type=json',
        '-p',
        '[{"op":"remove","path":"/rules/1"}]',
      ]);
      await kubectl.run([
        'create',
        'role',
        '-n',
        agents,
        'too-much',
        '--verb=get,create',
        '--resource=secrets,pods',
      ]);
      await kubectl.run([
        'create',
        'rolebinding',
        '-n',
        agents,
        'too-much',
        '--role=too-much',
        `--serviceaccount=${agents}:anton-runner`,
      ]);
      const { bad } = await doctor();
      expect(bad).toContainEqual(
        expect.objectContaining({
          check: 'rights of anton-orchestrator',
          detail: `may not create configmaps, get configmaps in ${agents}`,
        }),
      );
      expect(bad).toContainEqual(
        expect.objectContaining({
          check: 'limits of anton-runner',
          detail: expect.stringContaining('may get secrets, create pods') as string,
        }),
      );
      expect(bad.filter(({ check }) => check.startsWith('limits of')).map(({ check }) => check)).toEqual([
        'limits of anton-runner',
      ]);
      expect(control).not.toBe(agents);
    });

    it('finds a network that is open to runs, and a proxy that nobody reaches', async () => {
      const { anton: control, agents } = namespaces;
      await kubectl.run(['delete', 'networkpolicy', '-n', agents, 'agents-default-deny', 'anton-runner']);
      await kubectl.run(['delete', 'networkpolicy', '-n', control, 'anton-egress']);
      const { bad } = await doctor();
      expect(bad).toContainEqual(
        expect.objectContaining({
          check: 'network',
          detail: expect.stringMatching(/^a run reaches [\d.]+:443/) as string,
          remedy: expect.stringContaining('CNI') as string,
        }),
      );
      expect(bad).toContainEqual(
        expect.objectContaining({
          check: 'proxy of the runs',
          detail: 'does not answer a run (unreachable)',
        }),
      );
    });

    it('names an image that nobody can pull, and PodSecurity that is not enforced', async () => {
      const { anton: control } = namespaces;
      await kubectl.run([
        'label',
        'namespace',
        control,
        'pod-security.kubernetes.io/enforce-',
        '--overwrite',
      ]);
      const { bad, findings } = await doctor({ ANTON_RUNNER_IMAGE: NO_IMAGE });
      expect(findings).toContainEqual(expect.objectContaining({ check: 'network', state: 'warning' }));
      expect(bad).toContainEqual(
        expect.objectContaining({
          check: 'image of the runner',
          detail: expect.stringMatching(/cannot be pulled: (?:ErrImagePull|ImagePullBackOff)/) as string,
        }),
      );
      expect(bad).toContainEqual(
        expect.objectContaining({
          check: `namespace ${control}`,
          detail: 'enforces PodSecurity nothing, not restricted',
        }),
      );
    });

    it('says how to check what it may not read', async () => {
      const limited = await TestNamespace.create(open().config);
      try {
        const { findings, bad } = await doctor({ KUBECONFIG: limited.kubeconfig });
        expect(bad).toEqual([]);
        expect(findings.length).toBeGreaterThan(10);
        for (const { state, remedy } of findings) {
          expect(state).toBe('warning');
          expect(remedy).not.toBe('');
        }
      } finally {
        await limited.delete();
      }
    });
  },
);
