import { PermanentError } from '@anton/contracts';

/** A file that is no trajectory, or one that a reader cannot use. */
export class BadTrajectoryError extends PermanentError {
  constructor(file: string, problem: string, cause?: unknown) {
    super(`${file} cannot be replayed: ${problem}`, {
      code: 'trajectory_invalid',
      remedy: 'Give the trajectory.jsonl of a run; `anton task show TASK` names it.',
      cause,
    });
  }
}
