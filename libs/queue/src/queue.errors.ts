import { DependencyDownError } from '@anton/contracts';

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
