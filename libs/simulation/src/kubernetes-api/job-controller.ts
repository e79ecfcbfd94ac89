import type { ApiEvent, ApiObject } from './api-object';
import type { ObjectStore } from './object-store';

interface JobObject extends ApiObject {
  readonly spec?: {
    readonly suspend?: boolean;
    readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
  };
  readonly status?: { readonly conditions?: readonly unknown[] };
}

/** The Job controller and the kubelet, as far as a Job that succeeds needs them. */
class JobController {
  constructor(
    private readonly store: ObjectStore,
    private readonly runMs: number,
    private readonly messageOf: (job: ApiObject) => string,
  ) {}

  see({ kind, type, object }: ApiEvent): void {
    const { spec, status, metadata }: JobObject = object;
    if (kind !== 'jobs' || type === 'DELETED' || spec?.suspend === true || status !== undefined) return;
    setImmediate(() => this.run(metadata.name));
  }

  private run(name: string): void {
    const job: JobObject | undefined = this.store.find('jobs', name);
    const pod = this.store.find('pods', `${name}-x`);
    if (job === undefined || pod !== undefined) return;
    const labels = { ...job.spec?.template?.metadata?.labels, 'batch.kubernetes.io/job-name': name };
    const ownerReferences = [{ kind: 'Job', name, uid: job.metadata.uid ?? '' }];
    const status = { phase: 'Running', containerStatuses: [{ name: 'agent', state: { running: {} } }] };
    this.store.create('pods', { metadata: { name: `${name}-x`, labels, ownerReferences }, status });
    this.store.patch('jobs', name, { status: { active: 1, startTime: new Date().toISOString() } });
    setTimeout(() => this.end(job), this.runMs).unref();
  }

  private end(job: ApiObject): void {
    const { name } = job.metadata;
    const terminated = { exitCode: 0, message: this.messageOf(job) };
    const containerStatuses = [{ name: 'agent', state: { terminated } }];
    this.store.patch('pods', `${name}-x`, { status: { phase: 'Succeeded', containerStatuses } });
    const conditions = [{ type: 'Complete', status: 'True' }];
    this.store.patch('jobs', name, { status: { active: 0, succeeded: 1, conditions } });
  }
}

/**
 * Gives every Job of the store that is not suspended a Pod, which ends after `runMs` with `messageOf` as its agent's
 * termination message. Returns what ends it.
 */
export function runJobs(
  store: ObjectStore,
  runMs: number,
  messageOf: (job: ApiObject) => string,
): () => void {
  const controller = new JobController(store, runMs, messageOf);
  return store.onChange((event) => controller.see(event));
}
