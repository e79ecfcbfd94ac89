import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { bundled } from '../../ingest/servers/bundled';
import { InvalidRunError } from '../../harness/invalid-run.error';
import type { ApiUnderTest, RunObjectsSample } from '../api/api-under-test';
import type { RawAnswer, RawOrder } from './main';

/** The two raw API calls, in a process of their own with the client that the orchestrator uses. */
export class RawClient {
  private constructor(
    private readonly child: ChildProcess,
    private readonly api: ApiUnderTest,
    private readonly bodies: RunObjectsSample,
  ) {}

  /** Creates what the Job and the ConfigMap of one task of the orchestrator are. */
  static async start(api: ApiUnderTest): Promise<RawClient> {
    const child = fork(await bundled('bench/dispatch/raw/main.ts'), { serialization: 'advanced' });
    return new RawClient(child, api, await api.sample());
  }

  /** Milliseconds from the begin of each pair until its Job, the second object, was made at the server. */
  async round(prefix: string, count: number, inFlight: number): Promise<number[]> {
    const { kubeconfig, namespace } = this.api;
    const names = Array.from({ length: count }, (_, number) => `${prefix}-${number}`);
    const order: RawOrder = { kubeconfig, namespace, names, inFlight, ...this.bodies };
    this.child.send(order);
    const ended = once(this.child, 'exit').then(() => {
      throw new InvalidRunError('the raw client ended', 'Its output is above.');
    });
    const [began] = (await Promise.race([once(this.child, 'message'), ended])) as [RawAnswer];
    const times = names.map(async (name) => (await this.api.created(name)) - (began[name] ?? NaN));
    return Promise.all(times);
  }

  stop(): void {
    this.child.removeAllListeners('exit');
    this.child.kill('SIGKILL');
  }
}
