import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScriptedKubernetes, type ApiObject } from '@anton/simulation';
import type { ApiUnderTest, RunObjectsSample } from './api-under-test';
import { finishedPod } from './finished-pod';
import { JobTimes } from './job-times';

/** After a report is in the ledger the orchestrator shortens the TTL of its Job to this. */
const SETTLED_TTL = 600;

function asGiven({ metadata, ...rest }: ApiObject): object {
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _born, ...given } = metadata;
  return { ...rest, metadata: given };
}

/** The scripted API server with the little of the controllers that a run needs. `writeMs`: how long a write takes. */
export class ScriptedApi implements ApiUnderTest {
  readonly namespace = 'agents';
  readonly version = 'scripted';
  readonly runsEndByCancel = false;
  private readonly times = new JobTimes();
  private readonly first = new Map<string, object>();

  private constructor(
    readonly server: ScriptedKubernetes,
    readonly kubeconfig: string,
    private readonly writeMs: number,
  ) {
    server.store.onChange(({ kind, type, object }) => {
      if (kind === 'pods') return;
      const { name } = object.metadata;
      if (type === 'ADDED' && kind === 'jobs') this.times.saw(name);
      if (type === 'ADDED' && !this.first.has(kind)) this.first.set(kind, asGiven(object));
      if (type === 'MODIFIED' && kind === 'jobs') this.collect(object);
    });
  }

  static async start(folder: string, writeMs: number): Promise<ScriptedApi> {
    const server = await ScriptedKubernetes.start({ writeMs });
    const kubeconfig = join(folder, 'kubeconfig');
    await writeFile(kubeconfig, server.kubeconfig);
    return new ScriptedApi(server, kubeconfig, writeMs);
  }

  get name(): string {
    return `the scripted one, ${this.writeMs} ms a write`;
  }

  created(job: string): Promise<number> {
    return this.times.of(job);
  }

  async sample(): Promise<RunObjectsSample> {
    return { job: this.first.get('jobs') ?? {}, configMap: this.first.get('configmaps') ?? {} };
  }

  async finish(jobs: readonly string[]): Promise<void> {
    for (const name of jobs) {
      const job = this.server.store.find('jobs', name);
      if (job !== undefined) this.server.store.create('pods', finishedPod(job));
    }
  }

  async clear(prefix: string): Promise<void> {
    for (const kind of ['jobs', 'configmaps'] as const)
      for (const { metadata } of this.server.store.list(kind))
        if (metadata.name.includes(prefix)) this.server.store.delete(kind, metadata.name);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** What the TTL controller and the garbage collector do, at once. */
  private collect({ metadata: { name }, ...job }: ApiObject): void {
    const spec = job['spec'] as { readonly ttlSecondsAfterFinished?: number };
    if (spec.ttlSecondsAfterFinished !== SETTLED_TTL) return;
    setImmediate(() => {
      this.server.store.delete('jobs', name);
      this.server.store.delete('pods', `${name}-pod`);
      this.server.store.delete('configmaps', name.replace('anton-runner-', 'agent-ctx-'));
    });
  }
}
