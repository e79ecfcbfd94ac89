import { redactedCopy, type Redactor } from '@anton/platform';
import { Journal } from './journal';
import type { TrajectoryEntry } from './trajectory-event';
import { TrajectoryFile } from './trajectory-file';

/** What a later life of a run goes on from. */
export interface TrajectoryStart {
  /** The number of the last event in the file. */
  readonly seq: number;
  /** The highest number of a call in the file. */
  readonly call: number;
  readonly journal: Journal;
}

const FIRST_LIFE: TrajectoryStart = { seq: 0, call: 0, journal: new Journal() };

/**
 * The record of one run, `anton.trajectory.v1`: one JSON line an event, without secrets, on the disk before
 * {@link record} returns. Never throws: a run whose record cannot be written goes on without it.
 */
export class Trajectory {
  private readonly file: TrajectoryFile;
  /** The number of the last event. */
  events: number;
  /** What is known from before; see {@link Journal}. */
  readonly journal: Journal;

  constructor(
    path: string,
    readonly redactor: Redactor,
    readonly start: TrajectoryStart = FIRST_LIFE,
  ) {
    this.file = new TrajectoryFile(path);
    this.events = start.seq;
    this.journal = start.journal;
  }

  /** False once the file could not be written. */
  get isOpen(): boolean {
    return this.file.isOpen;
  }

  /** Writes what `make` says, unless the journal has it; nothing is made when nothing can be written or swallowed. */
  record(make: () => TrajectoryEntry): void {
    if (!this.isOpen && this.journal.isOver) return;
    this.file.attempt(() => {
      const entry = make();
      if (this.journal.swallow(entry)) return;
      this.events += 1;
      const envelope = { seq: this.events, at: new Date().toISOString() };
      this.file.append(JSON.stringify({ ...envelope, ...this.clean(entry) }));
    });
  }

  close(): void {
    this.file.close();
  }

  /** The body of a request is made of clean parts; a second cleaning would make it another one, so it is left out then. */
  private clean(entry: TrajectoryEntry): TrajectoryEntry {
    if (entry.type !== 'model_request') return redactedCopy(entry, this.redactor);
    const { body, ...rest } = entry;
    const isClean = body !== null && this.redactor.redact(body.text) === body.text;
    return { ...redactedCopy(rest, this.redactor), body: isClean ? body : null };
  }
}
