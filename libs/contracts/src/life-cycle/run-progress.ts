/** The stations of a run, in order. */
export const RUN_STAGES = [
  'checkout',
  'setup',
  'baseline',
  'implement',
  'checks',
  'review',
  'proof',
  'push',
  'pull_request',
] as const;
export type RunStage = (typeof RUN_STAGES)[number];

export const PROGRESS_SCHEMA = 'anton.progress.v1';

/** One line on a runner's standard output while it works; the last line is the report. `elapsedMs` is of the run. */
export interface RunProgress {
  readonly schema: typeof PROGRESS_SCHEMA;
  readonly taskId: string;
  readonly attempt: number;
  readonly stage: RunStage;
  readonly status: 'started' | 'passed' | 'failed' | 'note';
  /** One short line that a person can read. */
  readonly detail: string;
  readonly elapsedMs: number;
  readonly at: string;
}

/** Reads one line of a runner's output; null for a line that is no progress. */
export function readRunProgress(line: string): RunProgress | null {
  if (!line.includes(PROGRESS_SCHEMA)) return null;
  try {
    const value = JSON.parse(line) as Partial<RunProgress> | null;
    return value?.schema === PROGRESS_SCHEMA ? (value as RunProgress) : null;
  } catch {
    return null;
  }
}
