import { DependencyDownError, PermanentError } from '@anton/contracts';

/** A publish was not confirmed in time or not taken at all. The message may still arrive: publish again, same id. */
export class QueueUnavailableError extends DependencyDownError {
  constructor(message: string, cause?: unknown) {
    super(message, {
      code: 'queue_unavailable',
      remedy: 'Check that the queue is reachable and has disk space; the sender will try again.',
      cause,
    });
  }
}

/** A second consumer was asked for in one process. */
export class AlreadyConsumingError extends PermanentError {
  constructor() {
    super('this process consumes the queue already', {
      code: 'already_consuming',
      remedy: 'Raise the prefetch instead, or start another process.',
    });
  }
}
