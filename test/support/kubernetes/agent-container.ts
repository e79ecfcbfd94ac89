import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Exec, type V1Pod } from '@kubernetes/client-node';
import type { TestNamespace } from './test-namespace';

/** Processes of the container, but for its first and the one that asks; what has ended has no command line. */
const OTHERS = `
  const { readdirSync, readFileSync } = require('node:fs');
  const line = (pid) => { try { return readFileSync('/proc/' + pid + '/cmdline', 'utf8'); } catch { return ''; } };
  const others = readdirSync('/proc').map(Number)
    .filter((pid) => pid > 1 && pid !== process.pid && line(pid) !== '');
`;

/** Looks into the agents of one namespace. */
export class AgentContainers {
  private readonly exec: Exec;

  constructor(private readonly namespace: TestNamespace) {
    this.exec = new Exec(namespace.config);
  }

  async pods(job: string): Promise<readonly V1Pod[]> {
    const labelSelector = `batch.kubernetes.io/job-name=${job}`;
    return (await this.namespace.core.listNamespacedPod({ namespace: this.namespace.name, labelSelector }))
      .items;
  }

  /** How many runners of a Job began to work. */
  async starts(job: string): Promise<number> {
    const logs = (await this.pods(job)).map(async ({ metadata }) =>
      this.namespace.core
        .readNamespacedPodLog({
          namespace: this.namespace.name,
          name: metadata?.name ?? '',
          container: 'agent',
        })
        .catch(() => ''),
    );
    const lines = (await Promise.all(logs)).join('\n').split('\n');
    return lines.filter((line) => line === 'runner started').length;
  }

  /** How many processes of a Job's agent live. */
  async living(job: string): Promise<number> {
    const pod = await this.working(job);
    return pod === undefined ? 0 : Number(await this.node(pod, `${OTHERS}; console.log(others.length)`));
  }

  /** SIGKILL to the runner. Its container may end before the answer is here, so only what follows proves the kill. */
  async kill(job: string): Promise<void> {
    const pod = await this.working(job);
    if (pod === undefined) throw new Error(`no agent of ${job} works`);
    const kill =
      "others.filter((pid) => line(pid).includes('scripted-runner')).forEach((pid) => process.kill(pid, 9))";
    await this.node(pod, `${OTHERS}; ${kill}`).catch(() => undefined);
  }

  private async working(job: string): Promise<V1Pod | undefined> {
    return (await this.pods(job)).find(({ status }) =>
      status?.containerStatuses?.some(({ name, state }) => name === 'agent' && state?.running !== undefined),
    );
  }

  private async node(pod: V1Pod, script: string): Promise<string> {
    const [output, errors] = [new PassThrough(), new PassThrough()];
    const command = ['node', '-e', script];
    const { name = '' } = pod.metadata ?? {};
    await new Promise<void>((resolve, reject) => {
      const ended = ({ status, message }: { status?: string; message?: string }): void => {
        output.end();
        if (status === 'Success') resolve();
        else reject(new Error(`in ${name}: ${message}`));
      };
      this.exec
        .exec(this.namespace.name, name, 'agent', command, output, errors, null, false, ended)
        .catch(reject);
    });
    return text(output);
  }
}
