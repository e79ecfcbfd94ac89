import { AntonError } from './anton.error';

/** Trying again cannot help: the message goes straight to the dead-letter queue with `code` as its category. */
export class PermanentError extends AntonError {
  constructor(message: string, init: { code: string; remedy: string; cause?: unknown }) {
    super(message, { ...init, category: 'permanent' });
  }
}
