import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { V1Job, V1Pod } from '@kubernetes/client-node';
import type { JobPatch, RunObjects } from './api/run-objects';
import { RunNotStoppedError } from './kubernetes-executor.errors';
import { SETTLED_TTL_SECONDS } from './kubernetes-executor.options';
import { endOf, isOver, newestOf } from './observe/containers';
import { failedCondition, isFinished } from './observe/job-failure';
import { jobName, STOP_REASON, type RunId } from './run-names';

const POLL_MS = 250;
/** How much longer than its grace a Pod may take: the kubelet's and the Job controller's own steps. */
const EXTRA_SECONDS = 20;
const MAX_REASON = 500;

interface JobEnding {
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: NonNullable<JobPatch['spec']>;
}

const NO_ENDING: JobEnding = { annotations: {}, spec: {} };

/**
 * Ends runs. A Job that works is ended by a deadline that is past, and not deleted: its Pod is ended all the same, and
 * the Job keeps the reason, which a restart of the orchestrator would otherwise take for a loss. The TTL removes it.
 */
export class RunStop {
  private readonly logger = new Logger(RunStop.name);

  constructor(
    private readonly objects: RunObjects,
    private readonly graceSeconds: number,
  ) {}

  /** @throws RunNotStoppedError when the Pod does not even begin to end, and those of {@link RunObjects} */
  async stop(run: RunId, reason: string): Promise<void> {
    const name = jobName(run);
    const job = await this.objects.findJob(name);
    if (job === 404) return;
    const uid = job.metadata?.uid ?? '';
    if (job.spec?.suspend === true && job.status?.startTime === undefined) {
      await this.objects.deleteJob(name, uid);
      return;
    }
    const pod = newestOf(await this.objects.podsOf(name));
    const isDone = isFinished(job) || endOf(pod, 'agent') !== undefined;
    if (isDone && job.spec?.ttlSecondsAfterFinished === SETTLED_TTL_SECONDS) return;
    const { annotations, spec } = isDone ? NO_ENDING : this.endingOf(job, reason);
    await this.objects.patchJob(name, {
      metadata: { uid, annotations },
      spec: { ttlSecondsAfterFinished: SETTLED_TTL_SECONDS, ...spec },
    });
    if (!isDone) await this.untilOver(name);
  }

  /** The first reason stays; a Job that fails by itself keeps its own cause. */
  private endingOf(job: V1Job, reason: string): JobEnding {
    const hasCause =
      job.metadata?.annotations?.[STOP_REASON] !== undefined || failedCondition(job) !== undefined;
    return {
      annotations: hasCause ? {} : { [STOP_REASON]: reason.slice(0, MAX_REASON) },
      spec: { activeDeadlineSeconds: 1 },
    };
  }

  private async untilOver(name: string): Promise<void> {
    const seconds = this.graceSeconds + EXTRA_SECONDS;
    let left: readonly V1Pod[] = [];
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await delay(POLL_MS)) {
      left = (await this.objects.podsOf(name)).filter((pod) => !isOver(pod));
      if (left.length === 0 && (await this.isQuiet(name))) return;
    }
    if (left.some(({ metadata }) => metadata?.deletionTimestamp === undefined) || left.length === 0)
      throw new RunNotStoppedError(name, seconds);
    this.logger.warn(`the Pod of ${name} was told to end; its node does not answer`);
  }

  /** No Pod is there and none will come. */
  private async isQuiet(name: string): Promise<boolean> {
    const job = await this.objects.findJob(name);
    return job === 404 || failedCondition(job) !== undefined || isFinished(job);
  }
}
