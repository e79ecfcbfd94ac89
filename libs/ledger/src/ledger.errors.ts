import { PermanentError } from '@anton/contracts';

/** A task or run was to go where its state machine does not lead (architecture 5.12): a defect of the caller. */
export class IllegalTransitionError extends PermanentError {
  constructor(what: string, from: string, to: string, why = 'the state machine has no such step') {
    super(`${what} cannot go from ${from} to ${to}: ${why}`, {
      code: 'illegal_transition',
      remedy: 'Report this to the maintainers with the events of the task (anton task show).',
    });
  }
}
