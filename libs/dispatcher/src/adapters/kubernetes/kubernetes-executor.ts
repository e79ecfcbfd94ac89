import { join } from 'node:path';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Catalog, CatalogTemplate } from '@anton/catalog';
import { installationFolder, Redactor } from '@anton/platform';
import { Executor, ExecutorProvider, type RunObservation, type RunRequest } from '../../executor.port';
import { ApiCaller } from './api/api-caller';
import { openKubernetesClient, type KubernetesClient } from './api/kubernetes-client';
import { RunObjects } from './api/run-objects';
import { RunCreation } from './create-run';
import { BadRunError } from './kubernetes-executor.errors';
import {
  DEFAULT_CALLS,
  DEFAULT_GRACE_SECONDS,
  DEFAULT_START_GRACE_MS,
  DEFAULT_WATCH,
  type KubernetesExecutorOptions,
} from './kubernetes-executor.options';
import { loadManifests, type RunManifests } from './manifests/load-manifests';
import { RunObserver } from './observe/run-observer';
import { assertRunId, jobName, type RunId } from './run-names';
import { RunStop } from './stop-run';
import { RunWatches } from './watch/run-watches';

type Templates = Pick<Catalog, 'snapshot'>;

/**
 * Runs a task as a Job. What it knows of a run it reads from the API server, so it is found again by its name after any
 * restart; the watch only says when to look.
 */
@ExecutorProvider('kubernetes')
@Injectable()
export class KubernetesExecutor extends Executor implements OnApplicationShutdown {
  private readonly creation: RunCreation;
  private readonly observer: RunObserver;
  private readonly ending: RunStop;
  private readonly watches: RunWatches;

  /** Use {@link openKubernetesExecutor}. */
  constructor(
    client: KubernetesClient,
    manifests: RunManifests,
    private readonly catalog: Templates,
    options: KubernetesExecutorOptions,
  ) {
    super();
    const calls = new ApiCaller({ ...DEFAULT_CALLS, ...options.calls });
    const objects = new RunObjects(client, calls, options.namespace);
    const startGraceMs = options.startGraceMs ?? DEFAULT_START_GRACE_MS;
    this.creation = new RunCreation(objects, manifests, options);
    this.observer = new RunObserver(objects, new Redactor(options.secrets), startGraceMs);
    this.ending = new RunStop(objects, options.graceSeconds ?? DEFAULT_GRACE_SECONDS);
    this.watches = new RunWatches(client.watch, objects, { ...DEFAULT_WATCH, ...options.watch });
    this.watches.start();
  }

  /** When the watch was last known to be whole; null before its first list. */
  get lastSyncedAt(): Date | null {
    return this.watches.lastSyncedAt;
  }

  /** Returns `namespace/name` of the Job. Goes on where an earlier start of the same attempt stopped. */
  override async start(run: RunRequest): Promise<string> {
    assertRunId(run);
    await this.creation.create(run, this.template(run.template));
    return this.watches.nameOf(run);
  }

  override inspect({ taskId, attempt }: RunId): Promise<RunObservation> {
    const run = { taskId, attempt };
    return this.watches.changes.seen(jobName(run), () => this.observer.observe(run));
  }

  /** A finished run is kept for a few minutes; one that works is ended; one that never began is deleted. */
  override async stop({ taskId, attempt }: RunId, reason: string): Promise<void> {
    await this.ending.stop({ taskId, attempt }, reason);
    this.watches.changes.note({ metadata: { name: jobName({ taskId, attempt }) } });
  }

  override onChange(listener: () => void): void {
    this.watches.onChange(listener);
  }

  onApplicationShutdown(): void {
    this.watches.close();
  }

  private template(name: string): CatalogTemplate {
    const template = this.catalog.snapshot().templates.get(name);
    if (template === undefined) throw new BadRunError(`template ${name} is not in the catalog any more`);
    return template;
  }
}

/** Loads client and manifests, and begins to watch. @throws BadManifestError, and errors of the kubeconfig */
export async function openKubernetesExecutor(
  options: KubernetesExecutorOptions,
  catalog: Templates,
): Promise<KubernetesExecutor> {
  const manifestsDir = options.manifestsDir ?? join(installationFolder(), 'manifests', 'runner');
  const [client, manifests] = await Promise.all([
    openKubernetesClient(options.kubeconfig),
    loadManifests(manifestsDir),
  ]);
  return new KubernetesExecutor(client, manifests, catalog, options);
}
