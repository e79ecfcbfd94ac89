import type { RunObservation } from '../../../executor.port';
import type { WatchedObject } from './watch-once';

const JOB_LABEL = 'batch.kubernetes.io/job-name';

interface Look {
  readonly at: number;
  readonly seen: RunObservation;
}

/** Which Job an event is about: a Pod says it by its label. */
const jobOf = ({ metadata }: WatchedObject): string => metadata?.labels?.[JOB_LABEL] ?? metadata?.name ?? '';

/**
 * Spares calls: a run that was seen to work still does while the watch is whole and has no news of it, for some seconds.
 * The scheduler asks every second; the API server is asked when there is something to learn.
 */
export class RunChanges {
  private readonly looks = new Map<string, Look>();
  /** Of each Job that is being looked at: whether there was news of it since. */
  private readonly looking = new Map<string, { isOld: boolean }>();

  constructor(
    private readonly isWatching: () => boolean,
    private readonly maxAgeMs: number,
  ) {}

  /** Forgets what was seen of the run that an event is about; of all for null. */
  note(object: WatchedObject | null): void {
    const job = object === null ? null : jobOf(object);
    for (const [name, look] of this.looking) if (job === null || name === job) look.isOld = true;
    if (job === null) this.looks.clear();
    else this.looks.delete(job);
  }

  /** What was seen of a Job, else what `look` sees now. */
  async seen(job: string, look: () => Promise<RunObservation>): Promise<RunObservation> {
    const known = this.looks.get(job);
    if (known !== undefined && this.isWatching() && Date.now() - known.at < this.maxAgeMs) return known.seen;
    const current = { isOld: false };
    this.looking.set(job, current);
    try {
      const seen = await look();
      if (seen.kind === 'running' && !current.isOld) this.looks.set(job, { at: Date.now(), seen });
      else this.looks.delete(job);
      return seen;
    } finally {
      if (this.looking.get(job) === current) this.looking.delete(job);
    }
  }
}
