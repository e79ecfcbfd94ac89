import { AntonError, PermanentError } from '@anton/contracts';

/** The runner could not be started; a new attempt may work. */
export class RunnerNotStartedError extends AntonError {
  constructor(command: string, cause: unknown) {
    super(`${command} did not start: ${cause instanceof Error ? cause.message : String(cause)}`, {
      code: 'runner_not_started',
      category: 'transient',
      remedy: 'Check that the runner is built, and that the data folder can be written and has space.',
      cause,
    });
  }
}

/** A context file's name would leave the context folder. */
export class BadContextFileError extends PermanentError {
  constructor(name: string) {
    super(`"${name}" cannot be the name of a context file`, {
      code: 'bad_context_file',
      remedy: 'Use letters, digits, dots, dashes and underscores in the names of skills.',
    });
  }
}
