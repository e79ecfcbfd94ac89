import { AntonError } from './anton.error';

/** A dependency (model vendor, database, cluster) is down: consuming pauses, no attempt is spent. */
export class DependencyDownError extends AntonError {
  /** How long to wait before the next try, in milliseconds, when the dependency said so. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    init: { code: string; remedy: string; cause?: unknown; retryAfterMs?: number | undefined },
  ) {
    super(message, { ...init, category: 'outage' });
    this.retryAfterMs = init.retryAfterMs;
  }
}
