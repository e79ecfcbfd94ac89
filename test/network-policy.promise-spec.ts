import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findCluster } from './support/kubernetes/cluster';
import { Kubectl, missingKubectl } from './support/kubernetes/kubectl';
import { NetworkProbes, type Probe, type Target } from './support/kubernetes/network-probes';
import { OwnNamespaces } from './support/kubernetes/own-namespaces';
import { kustomize } from './support/kubernetes/rendered';

const { missing, open } = findCluster();
const reason = missingKubectl() ?? missing;
const KINDS = new Set(['Namespace', 'NetworkPolicy', 'LimitRange']);
const labelled = (name: string) => ({ 'app.kubernetes.io/name': name });

/** Whom each part may reach, and nobody else, by the policies of manifests/base. */
const REACHES: Readonly<Record<string, readonly string[]>> = {
  ingester: ['DNS', 'elsewhere:5671', 'elsewhere:5672'],
  orchestrator: [
    'API server',
    'API server by its Service',
    'DNS',
    'elsewhere:443',
    'elsewhere:5432',
    'elsewhere:5671',
    'elsewhere:5672',
    'elsewhere:6443',
  ],
  egress: ['DNS'],
  runner: ['egress:3128'],
  'stranger-in-anton': [],
  'stranger-in-agents': [],
};
/** What somebody in another namespace reaches of Anton. */
const REACHABLE = ['ingester:8080'];

describe.skipIf(reason !== null)(
  `the network on a real cluster${reason === null ? '' : ` (${reason})`}`,
  () => {
    let kubectl: Kubectl;
    let namespaces: OwnNamespaces;
    let probes: NetworkProbes;
    let all: ReadonlyMap<string, Probe>;
    let targets: readonly Target[];
    const elsewhere = (): string => `${namespaces.anton}-elsewhere`;

    /** Address and port behind the Service of the API server. */
    const apiServer = async (): Promise<{ host: string; port: number; service: string }> => {
      const ask = async (what: string[]): Promise<string> =>
        (await kubectl.run(['get', '-n', 'default', ...what])).stdout;
      const slice = ['endpointslice', '-l', 'kubernetes.io/service-name=kubernetes', '-o'];
      const [host = '', port = ''] = (
        await ask([...slice, 'jsonpath={.items[0].endpoints[0].addresses[0]} {.items[0].ports[0].port}'])
      ).split(' ');
      return {
        host,
        port: Number(port),
        service: await ask(['service', 'kubernetes', '-o', 'jsonpath={.spec.clusterIP}']),
      };
    };

    beforeAll(async () => {
      const cluster = open();
      kubectl = new Kubectl(cluster.kubeconfig);
      namespaces = new OwnNamespaces(kubectl);
      const api = await apiServer();
      const objects = (await kustomize('manifests/base')).filter(({ kind }) => KINDS.has(kind));
      await kubectl.send('apply', namespaces.move(objects));
      // As an overlay says where the API server of its cluster is.
      const ports = [443, 6443, api.port].map((port) => ({
        op: 'add',
        path: '/spec/egress/0/ports/-',
        value: { protocol: 'TCP', port },
      }));
      await kubectl.run([
        'patch',
        '-n',
        namespaces.anton,
        'networkpolicy',
        'anton-api-server',
        '--type=json',
        '-p',
        JSON.stringify(ports.slice(2)),
      ]);
      await kubectl.run(['create', 'namespace', elsewhere()]);
      const part = (name: string, ports: number[]): Probe => ({
        name,
        namespace: namespaces.anton,
        labels: labelled(`anton-${name}`),
        ports,
      });
      const list: Probe[] = [
        part('ingester', [8080, 8081]),
        part('orchestrator', [8081]),
        part('egress', [3128, 3129, 3130]),
        {
          name: 'runner',
          namespace: namespaces.agents,
          labels: labelled('anton-runner'),
          ports: [3128, 8080],
        },
        {
          name: 'other-runner',
          namespace: namespaces.agents,
          labels: labelled('anton-runner'),
          ports: [3128, 8080],
        },
        { name: 'stranger-in-anton', namespace: namespaces.anton, labels: {}, ports: [8080] },
        { name: 'stranger-in-agents', namespace: namespaces.agents, labels: {}, ports: [3128] },
        {
          name: 'elsewhere',
          namespace: elsewhere(),
          labels: {},
          ports: [80, 443, 3128, 4318, 5432, 5671, 5672, 6443, 8080],
        },
      ];
      all = new Map(list.map((probe) => [probe.name, probe]));
      probes = new NetworkProbes(kubectl, cluster.image);
      const addresses = await probes.start(list);
      targets = [
        ...list.flatMap(({ name, ports: open }) =>
          open.map((port) => ({ name: `${name}:${port}`, host: addresses.get(name) ?? '', port })),
        ),
        { name: 'API server', host: api.host, port: api.port },
        { name: 'API server by its Service', host: api.service, port: 443 },
        { name: 'kubelet', host: api.host, port: 10_250 },
        { name: 'metadata', host: '169.254.169.254', port: 80 },
        { name: 'DNS', resolve: 'kubernetes.default.svc.cluster.local' },
      ];
    });
    afterAll(async () => {
      await namespaces.delete();
      await kubectl.run(['delete', 'namespace', elsewhere(), '--ignore-not-found', '--wait=false']);
    });

    it.each(Object.entries(REACHES))('lets %s reach %j, and nothing else', async (name, expected) => {
      const probe = all.get(name) as Probe;
      const others = targets.filter((target) => !target.name.startsWith(`${name}:`));
      expect((await probes.reached(probe, others)).toSorted()).toEqual(expected);
    });

    it(`lets somebody in another namespace reach ${REACHABLE.join(', ')} of Anton, and nothing else`, async () => {
      const probe = all.get('elsewhere') as Probe;
      const reached = await probes.reached(probe, targets);
      expect(reached).toEqual(expect.arrayContaining(['elsewhere:443', 'DNS']));
      const ofAnton = /^(?:ingester|orchestrator|egress|runner|other-runner|stranger-.*):/;
      expect(reached.filter((target) => ofAnton.test(target))).toEqual(REACHABLE);
    });
  },
);
