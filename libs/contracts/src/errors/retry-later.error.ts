import { AntonError } from './anton.error';

/** Thrown by a handler to ask for the next retry step; counts as one attempt. */
export class RetryLater extends AntonError {
  constructor(message: string, init: { code?: string; remedy?: string; cause?: unknown } = {}) {
    super(message, {
      code: init.code ?? 'retry_later',
      category: 'transient',
      remedy: init.remedy ?? 'Nothing to do: it is tried again by itself.',
      cause: init.cause,
    });
  }
}
