import type { Watch } from '@kubernetes/client-node';
import type { RunObjects } from '../api/run-objects';
import type { WatchTimes } from '../kubernetes-executor.options';
import { jobName, RUN_SELECTOR, type RunId } from '../run-names';
import { ResourceWatch } from './resource-watch';
import { RunChanges } from './run-changes';
import { watchOnce, type WatchedObject } from './watch-once';

/** How long a run that was seen to work is not asked about without news. */
const MAX_LOOK_AGE_MS = 15_000;

/** The watches of Jobs and Pods, and who wants to hear of them. */
export class RunWatches {
  readonly changes: RunChanges;
  private readonly watches: readonly ResourceWatch[];
  private readonly listeners = new Set<() => void>();

  constructor(
    watch: Watch,
    private readonly objects: RunObjects,
    times: WatchTimes,
  ) {
    const healthyMs = times.watchSeconds * 1000 + times.hangMs;
    const isWatching = (): boolean => {
      const at = this.lastSyncedAt?.getTime() ?? 0;
      return Date.now() - at < healthyMs;
    };
    this.changes = new RunChanges(isWatching, MAX_LOOK_AGE_MS);
    const { namespace } = objects;
    const paths = {
      jobs: `/apis/batch/v1/namespaces/${namespace}/jobs`,
      pods: `/api/v1/namespaces/${namespace}/pods`,
    };
    this.watches = (['jobs', 'pods'] as const).map((kind) => {
      const source = {
        name: `watch of ${kind}`,
        list: () => objects.list(kind),
        watch: (resourceVersion: string, ...rest: WatchEnd) =>
          watchOnce(
            watch,
            { ...times, path: paths[kind], labelSelector: RUN_SELECTOR, resourceVersion },
            ...rest,
          ),
      };
      return new ResourceWatch(source, times, (object) => this.changed(object));
    });
  }

  /** The oldest of the watches' signs of life; null before all first lists. */
  get lastSyncedAt(): Date | null {
    const times = this.watches.map(({ lastSyncedAt }) => lastSyncedAt);
    return times.includes(null) ? null : new Date(Math.min(...times.map(Number)));
  }

  start(): void {
    for (const watch of this.watches) watch.start();
  }

  close(): void {
    for (const watch of this.watches) watch.close();
  }

  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** `namespace/name` of a run's Job. */
  nameOf(run: RunId): string {
    return `${this.objects.namespace}/${jobName(run)}`;
  }

  private changed(object: WatchedObject | null): void {
    this.changes.note(object);
    for (const listener of this.listeners) listener();
  }
}

type WatchEnd = Parameters<typeof watchOnce> extends [unknown, unknown, ...infer End] ? End : never;
