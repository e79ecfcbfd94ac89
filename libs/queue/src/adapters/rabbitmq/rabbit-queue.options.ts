import { DEFAULT_RETRY_STEPS_MS } from '../../task-queue.port';

/** Where RabbitMQ is and how the queue on it behaves. Times are milliseconds. */
export interface RabbitQueueOptions {
  /** `amqps://user:password@host/vhost` */
  readonly uri: string;
  readonly retryStepsMs?: readonly number[];
  /** Publishes that the broker has not confirmed yet, at once. */
  readonly maxInFlight?: number;
  /** Of their bodies together; a larger message goes alone. */
  readonly maxBytesInFlight?: number;
  readonly publishTimeoutMs?: number;
  /**
   * How often the topology is looked after: what was deleted is declared again. A lane that delivered nothing for twice
   * as long is subscribed to anew.
   */
  readonly watchIntervalMs?: number;
  /** Silence of the broker for two of these ends a connection. */
  readonly heartbeatSeconds?: number;
}

export type ResolvedRabbitQueueOptions = Required<RabbitQueueOptions>;

/**
 * 500 in flight: field note reliability-security A10; 32 MiB are as many of the largest task (64 KiB). 5 s: architecture
 * 5.3. Heartbeats of 5 to 20 s are advised (A9).
 */
export function resolveOptions(options: RabbitQueueOptions): ResolvedRabbitQueueOptions {
  return {
    retryStepsMs: DEFAULT_RETRY_STEPS_MS,
    maxInFlight: 500,
    maxBytesInFlight: 32 * 1024 * 1024,
    publishTimeoutMs: 5000,
    watchIntervalMs: 5000,
    heartbeatSeconds: 5,
    ...options,
  };
}
