import type { RunContext } from './context/run-context';
import type { LineSink } from './facts/progress';

/** One run to make. `work` is a folder of its own; `sink` takes the progress lines. */
export interface RunTaskRequest {
  readonly context: RunContext;
  readonly work: string;
  /** The file of the run's trajectory; default `trajectory.jsonl` in `work`. */
  readonly trajectory?: string;
  readonly sink: LineSink;
  /** Ends the run early; what there is by then is kept at the code host, for another attempt. */
  readonly signal: AbortSignal;
}
