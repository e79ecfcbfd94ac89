import { DEFAULT_RETRY_STEPS_MS } from '../../task-queue.port';

/** Where the embedded queue is and how it behaves. Times are milliseconds. */
export interface SqliteQueueOptions {
  /** Path of its own SQLite file; made with its folder when it is not there. */
  readonly file: string;
  readonly retryStepsMs?: readonly number[];
  /** How long a claim holds without a renewal: after it a message of a consumer on another machine is free again. */
  readonly visibilityTimeoutMs?: number;
  /** Publishes at once. */
  readonly maxInFlight?: number;
  /** Messages that wait, before publishing is refused. */
  readonly maxReady?: number;
  readonly publishTimeoutMs?: number;
  /** How often a consumer looks for messages of other processes. */
  readonly pollIntervalMs?: number;
  /** How often a message may die with its consumer before it is a dead letter. */
  readonly deliveryLimit?: number;
}

export type ResolvedSqliteQueueOptions = Required<SqliteQueueOptions>;

/**
 * 500 in flight: field note reliability-security A10. 5 s: architecture 5.3. 20 deliveries: the default of
 * RabbitMQ 4 (field note A2). 100,000 messages of 64 KiB are about 6 GiB of disk.
 */
export function resolveOptions(options: SqliteQueueOptions): ResolvedSqliteQueueOptions {
  return {
    retryStepsMs: DEFAULT_RETRY_STEPS_MS,
    visibilityTimeoutMs: 30_000,
    maxInFlight: 500,
    maxReady: 100_000,
    publishTimeoutMs: 5000,
    pollIntervalMs: 200,
    deliveryLimit: 20,
    ...options,
  };
}
