import {
  bulkhead,
  isBulkheadRejectedError,
  isTaskCancelledError,
  timeout,
  TimeoutStrategy,
  wrap,
  type IPolicy,
} from 'cockatiel';
import { QueueUnavailableError } from '../../queue.errors';

/**
 * Writes for which somebody waits: so many at once, so long each. A write that took too long keeps its place until it
 * really ends; a store that hangs can therefore never collect more of them.
 */
export class BoundedWrites {
  private readonly policy: IPolicy;

  constructor(
    private readonly maxInFlight: number,
    private readonly timeoutMs: number,
  ) {
    this.policy = wrap(timeout(timeoutMs, TimeoutStrategy.Aggressive), bulkhead(maxInFlight));
  }

  /** @throws QueueUnavailableError */
  async run<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await this.policy.execute(write);
    } catch (error) {
      if (error instanceof QueueUnavailableError) throw error;
      throw new QueueUnavailableError(this.explain(error), error);
    }
  }

  private explain(error: unknown): string {
    if (isBulkheadRejectedError(error))
      return `${this.maxInFlight} writes to the queue are under way already`;
    if (isTaskCancelledError(error)) return `the queue did not confirm within ${this.timeoutMs} ms`;
    return `the queue cannot be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
