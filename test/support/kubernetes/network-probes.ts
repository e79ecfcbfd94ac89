import { setTimeout as delay } from 'node:timers/promises';
import type { Kubectl } from './kubectl';

/** A Pod that listens on ports and tries to reach others. */
export interface Probe {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
}

/** Something to reach: an address by TCP, or a name by DNS. */
export type Target =
  | { readonly name: string; readonly host: string; readonly port: number }
  | { readonly name: string; readonly resolve: string };

const SERVE = `for (const port of JSON.parse(process.argv[1])) require('net').createServer((socket) => socket.end()).listen(port, '0.0.0.0');
process.on('SIGTERM', () => process.exit(0));`;

const REACH = `const net = require('net'), dns = require('dns');
const tcp = ({ host, port }) => new Promise((done) => {
  const socket = net.connect({ host, port, timeout: 2000 });
  for (const [event, result] of [['connect', true], ['timeout', false], ['error', false]]) socket.once(event, () => { socket.destroy(); done(result); });
});
const name = ({ resolve }) => new dns.promises.Resolver({ timeout: 2000, tries: 1 }).resolve4(resolve).then(() => true, () => false);
Promise.all(JSON.parse(process.argv[1]).map(async (target) => ((await (target.resolve ? name(target) : tcp(target))) ? [target.name] : [])))
  .then((reached) => console.log(JSON.stringify(reached.flat())));`;

/** The sysctl is one that `restricted` lets through: it gives ports below 1024 to whoever is not root. */
const POD_SECURITY = {
  sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
  runAsNonRoot: true,
  runAsUser: 10_001,
  seccompProfile: { type: 'RuntimeDefault' },
};
const CONTAINER_SECURITY = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

/** Probes on a cluster, from an image that has Node. */
export class NetworkProbes {
  constructor(
    private readonly kubectl: Kubectl,
    private readonly image: string,
  ) {}

  /** Starts them all and waits until they listen; their addresses, by name. */
  async start(probes: readonly Probe[]): Promise<ReadonlyMap<string, string>> {
    await this.kubectl.send(
      'create',
      probes.map((probe) => this.podOf(probe)),
    );
    const addresses = new Map<string, string>();
    for (const { name, namespace } of probes) {
      await this.kubectl.run([
        'wait',
        '-n',
        namespace,
        '--for=condition=Ready',
        `pod/${name}`,
        '--timeout=60s',
      ]);
      const { stdout } = await this.kubectl.run([
        'get',
        '-n',
        namespace,
        'pod',
        name,
        '-o',
        'jsonpath={.status.podIP}',
      ]);
      addresses.set(name, stdout);
    }
    for (const probe of probes) await this.listening(probe);
    return addresses;
  }

  /** The names of the targets that a probe reaches. */
  async reached({ name, namespace }: Probe, targets: readonly Target[]): Promise<string[]> {
    const command = ['node', '-e', REACH, JSON.stringify(targets)];
    const { stdout } = await this.kubectl.run(['exec', '-n', namespace, name, '--', ...command]);
    return JSON.parse(stdout) as string[];
  }

  private async listening(probe: Probe): Promise<void> {
    const own = probe.ports.map((port) => ({ name: String(port), host: '127.0.0.1', port }));
    for (let tries = 0; tries < 100; tries += 1) {
      if ((await this.reached(probe, own)).length === own.length) return;
      await delay(200);
    }
    throw new Error(`${probe.name} does not listen`);
  }

  private podOf({ name, namespace, labels, ports }: Probe): object {
    const resources = { requests: { cpu: '5m', memory: '32Mi' }, limits: { cpu: '500m', memory: '128Mi' } };
    const command = ['node', '-e', SERVE, JSON.stringify(ports)];
    const container = {
      name: 'probe',
      image: this.image,
      command,
      resources,
      securityContext: CONTAINER_SECURITY,
    };
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels },
      spec: {
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 0,
        securityContext: POD_SECURITY,
        containers: [container],
      },
    };
  }
}
