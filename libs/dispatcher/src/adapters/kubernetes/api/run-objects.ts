import type { V1ConfigMap, V1Job, V1Pod } from '@kubernetes/client-node';
import { RUN_SELECTOR } from '../run-names';
import type { ApiCaller } from './api-caller';
import type { KubernetesClient } from './kubernetes-client';

/** A change of a Job, as RFC 7396 merges it. */
export interface JobPatch {
  readonly metadata?: {
    readonly uid?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly suspend?: boolean;
    readonly activeDeadlineSeconds?: number;
    readonly ttlSecondsAfterFinished?: number;
  };
}

type Kind = 'jobs' | 'pods';

/** Which containers print what an operator wants to see of a run. */
export type LoggingContainer = 'agent' | 'prepare';

/** The objects of runs in one namespace. @throws KubernetesUnavailableError, KubernetesDeniedError, KubernetesRefusedError from every call */
export class RunObjects {
  constructor(
    private readonly client: KubernetesClient,
    private readonly caller: ApiCaller,
    readonly namespace: string,
  ) {}

  /** 409 when one of this name exists. */
  createJob(body: V1Job): Promise<V1Job | 409> {
    const request = { namespace: this.namespace, body, fieldManager: 'anton' };
    const work = (signal: AbortSignal) =>
      this.client.batch.createNamespacedJob(request, this.client.during(signal));
    return this.caller.call(`create Job ${body.metadata?.name ?? ''}`, work, 409);
  }

  findJob(name: string): Promise<V1Job | 404> {
    const request = { namespace: this.namespace, name };
    const work = (signal: AbortSignal) =>
      this.client.batch.readNamespacedJob(request, this.client.during(signal));
    return this.caller.call(`read Job ${name}`, work, 404);
  }

  /** 404 when it is gone, 409 when the Job of this name has another uid than the patch. */
  patchJob(name: string, body: JobPatch): Promise<V1Job | 404 | 409> {
    const request = { namespace: this.namespace, name, body, fieldManager: 'anton' };
    const work = (signal: AbortSignal) =>
      this.client.batch.patchNamespacedJob(request, this.client.merging(signal));
    return this.caller.call(`change Job ${name}`, work, 404, 409);
  }

  /** Deletes the Job of this uid with all that belongs to it; 404 and 409 when there is no such one. */
  deleteJob(name: string, uid: string): Promise<object | 404 | 409> {
    const body = { propagationPolicy: 'Background', preconditions: { uid } };
    const request = { namespace: this.namespace, name, body };
    const work = (signal: AbortSignal): Promise<object> =>
      this.client.batch.deleteNamespacedJob(request, this.client.during(signal));
    return this.caller.call(`delete Job ${name}`, work, 404, 409);
  }

  /** 409 when one of this name exists. */
  createConfigMap(body: V1ConfigMap): Promise<V1ConfigMap | 409> {
    const request = { namespace: this.namespace, body, fieldManager: 'anton' };
    const work = (signal: AbortSignal) =>
      this.client.core.createNamespacedConfigMap(request, this.client.during(signal));
    return this.caller.call(`create ConfigMap ${body.metadata?.name ?? ''}`, work, 409);
  }

  findConfigMap(name: string): Promise<V1ConfigMap | 404> {
    const request = { namespace: this.namespace, name };
    const work = (signal: AbortSignal) =>
      this.client.core.readNamespacedConfigMap(request, this.client.during(signal));
    return this.caller.call(`read ConfigMap ${name}`, work, 404);
  }

  async podsOf(job: string): Promise<readonly V1Pod[]> {
    const request = { namespace: this.namespace, labelSelector: `batch.kubernetes.io/job-name=${job}` };
    const work = (signal: AbortSignal) =>
      this.client.core.listNamespacedPod(request, this.client.during(signal));
    return (await this.caller.call(`list the Pods of ${job}`, work)).items;
  }

  /** What the controllers said of an object lately; empty when this may not be read: it is only an explanation. */
  async messagesAbout(uid: string): Promise<readonly string[]> {
    const request = { namespace: this.namespace, fieldSelector: `involvedObject.uid=${uid}`, limit: 50 };
    const work = (signal: AbortSignal) =>
      this.client.core.listNamespacedEvent(request, this.client.during(signal));
    const events = await this.caller.call('list events', work).catch(() => ({ items: [] }));
    return events.items.flatMap(({ message }) => (message === undefined ? [] : [message]));
  }

  /** The end of what a container printed, at most 64 KiB; empty when there is none any more. */
  async logTail(pod: string, container: LoggingContainer): Promise<string> {
    const request = { namespace: this.namespace, name: pod, container, tailLines: 20 };
    const work = (signal: AbortSignal) =>
      this.client.core.readNamespacedPodLog(request, this.client.during(signal));
    const text = await this.caller.call(`read the log of ${pod}`, work).catch(() => '');
    return typeof text === 'string' ? text.slice(-65_536) : '';
  }

  /** The version of the list of one kind, now, from which a watch goes on. */
  async list(kind: Kind): Promise<string> {
    const request = { namespace: this.namespace, labelSelector: RUN_SELECTOR, limit: 1 };
    const work = (signal: AbortSignal): Promise<{ metadata?: { resourceVersion?: string } }> =>
      kind === 'jobs'
        ? this.client.batch.listNamespacedJob(request, this.client.during(signal))
        : this.client.core.listNamespacedPod(request, this.client.during(signal));
    const { metadata } = await this.caller.call(`list ${kind}`, work);
    return metadata?.resourceVersion ?? '';
  }
}
