import { redactedCopy, type Redactor } from '@anton/platform';
import type { TrajectoryEntry } from './trajectory-event';
import { TrajectoryFile } from './trajectory-file';

/**
 * The record of one run, `anton.trajectory.v1`: one JSON line an event, without secrets, on the disk before
 * {@link record} returns. Never throws: a run whose record cannot be written goes on without it.
 */
export class Trajectory {
  private readonly file: TrajectoryFile;
  private events = 0;

  constructor(
    path: string,
    readonly redactor: Redactor,
  ) {
    this.file = new TrajectoryFile(path);
  }

  /** False once the file could not be written. */
  get isOpen(): boolean {
    return this.file.isOpen;
  }

  /** Writes what `make` says; nothing is made when nothing can be written. */
  record(make: () => TrajectoryEntry): void {
    if (!this.isOpen) return;
    this.file.attempt(() => {
      this.events += 1;
      const envelope = { seq: this.events, at: new Date().toISOString() };
      this.file.append(JSON.stringify({ ...envelope, ...this.clean(make()) }));
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
