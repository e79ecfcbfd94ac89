import type { V1Job } from '@kubernetes/client-node';
import type { CatalogTemplate } from '@anton/catalog';
import type { RunRequest } from '../../executor.port';
import type { RunObjects } from './api/run-objects';
import { ForeignRunError, RunBeingRemovedError } from './kubernetes-executor.errors';
import type { CreatePoint, KubernetesExecutorOptions } from './kubernetes-executor.options';
import { checkConfigMap } from './manifests/check-config-map';
import { checkJob } from './manifests/check-job';
import { configMapValues, jobValues } from './manifests/job-values';
import { podNetwork } from './pod-network';
import type { RunManifests } from './manifests/load-manifests';
import { configMapName, jobName, TASK_HASH } from './run-names';

/** Makes the Job of a run and its ConfigMap. */
export class RunCreation {
  constructor(
    private readonly objects: RunObjects,
    private readonly manifests: RunManifests,
    private readonly options: KubernetesExecutorOptions,
  ) {}

  /**
   * A suspended Job, then the ConfigMap that it owns, then the Job goes. Each step finds what an earlier try left, and
   * until the last one there is nothing that the Job's removal would not take along.
   * @throws ForeignRunError, RunBeingRemovedError, BadManifestError and those of {@link RunObjects}
   */
  async create(run: RunRequest, template: CatalogTemplate): Promise<void> {
    const name = jobName(run);
    const job = await this.job(run, template);
    await this.reached('job_created');
    if (job.spec?.suspend !== true) return;
    const uid = job.metadata?.uid ?? '';
    await this.configMap(run, uid);
    await this.reached('config_map_created');
    const resumed = await this.objects.patchJob(name, { metadata: { uid }, spec: { suspend: false } });
    if (resumed === 404 || resumed === 409) throw new RunBeingRemovedError(name);
    await this.reached('resumed');
  }

  private async job(run: RunRequest, template: CatalogTemplate): Promise<V1Job> {
    const values = jobValues(run, template, this.options, await podNetwork(this.options));
    const created = await this.objects.createJob(checkJob(this.manifests.job.render(values), values));
    if (created !== 409) return created;
    const found = await this.objects.findJob(values.name);
    if (found === 404 || found.metadata?.deletionTimestamp !== undefined)
      throw new RunBeingRemovedError(values.name);
    const hash = found.metadata?.annotations?.[TASK_HASH];
    if (hash === run.taskHash) return found;
    throw new ForeignRunError(values.name, `its ${TASK_HASH} is ${hash ?? 'missing'}`);
  }

  private async configMap(run: RunRequest, jobUid: string): Promise<void> {
    const values = configMapValues(run, this.objects.namespace, jobUid);
    const map = checkConfigMap(this.manifests.configMap.render(values), values);
    if ((await this.objects.createConfigMap(map)) !== 409) return;
    const name = configMapName(run);
    const found = await this.objects.findConfigMap(name);
    if (found === 404 || found.metadata?.deletionTimestamp !== undefined)
      throw new RunBeingRemovedError(name);
    const owners = found.metadata?.ownerReferences ?? [];
    if (owners.some(({ uid }) => uid === jobUid)) return;
    if (owners.some(({ kind, name: owner }) => kind === 'Job' && owner === jobName(run)))
      throw new RunBeingRemovedError(name);
    throw new ForeignRunError(name, 'its Job does not own it');
  }

  private async reached(point: CreatePoint): Promise<void> {
    await this.options.onPoint?.(point);
  }
}
