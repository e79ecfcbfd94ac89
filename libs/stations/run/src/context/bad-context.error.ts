import { PermanentError } from '@anton/contracts';

/** The context folder of a run cannot be used. */
export class BadContextError extends PermanentError {
  constructor(dir: string, problem: string, cause?: unknown) {
    super(`the run's context in ${dir} cannot be used: ${problem}`, {
      code: 'context_invalid',
      remedy:
        'Give --context a folder with task.json (anton.task.v1) and route.json (anton.route.v1) of one task.',
      cause,
    });
  }
}
