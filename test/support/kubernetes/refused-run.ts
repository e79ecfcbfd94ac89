import { OWN_LIST } from '@anton/egress';
import type { Kubectl } from './kubectl';
import { NetworkProbes, type Probe } from './network-probes';

const ASK = `const net = require('net'), [proxy, list, ...hosts] = process.argv.slice(1);
const ask = (line) => new Promise((done, fail) => {
  let answer = '';
  const socket = net.connect(3128, proxy, () => socket.write(line + ' HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n'));
  socket.on('data', (data) => (answer += data)).on('end', () => { socket.destroy(); done(answer); }).on('error', fail);
  socket.setTimeout(10000, () => socket.destroy(new Error('no answer to ' + line)));
});
(async () => {
  for (const host of hosts) await ask('CONNECT ' + host + ':443');
  await new Promise((done) => setTimeout(done, 1000)); // the proxy reads its own log
  console.log((await ask('GET http://' + list + '/blocked')).split('\\r\\n\\r\\n')[1]);
})();`;

const probe: Probe = {
  name: 'refused-run',
  namespace: 'agents',
  labels: { 'app.kubernetes.io/name': 'anton-runner' },
  ports: [8080],
};

/** A Pod that has the place of a run on the network, each call on a connection of its own. */
export class RefusedRun {
  private constructor(private readonly kubectl: Kubectl) {}

  static async start(kubectl: Kubectl, image: string): Promise<RefusedRun> {
    await new NetworkProbes(kubectl, image).start([probe]);
    return new RefusedRun(kubectl);
  }

  /** Asks the proxy for hosts that nobody allows, then for what it was refused: the names of these. */
  async ask(hosts: readonly string[]): Promise<string[]> {
    const where = ['get', '-n', 'anton', 'service', 'anton-egress', '-o', 'jsonpath={.spec.clusterIP}'];
    const { stdout: proxy } = await this.kubectl.run(where);
    const command = ['node', '-e', ASK, proxy, OWN_LIST, ...hosts];
    const { stdout } = await this.kubectl.run(['exec', '-n', probe.namespace, probe.name, '--', ...command]);
    return (JSON.parse(stdout) as { hosts: { host: string }[] }).hosts.map(({ host }) => host);
  }

  async remove(): Promise<void> {
    await this.kubectl.run(['delete', 'pod', '-n', probe.namespace, probe.name, '--wait=false']);
  }
}
