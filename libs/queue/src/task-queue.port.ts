import type { ErrorCategory } from '@anton/contracts';
import type { Lane } from './lane';

/** A message to publish. `id` is the taskId (or signalId): publishing it again is allowed and made once further on. */
export interface OutgoingMessage {
  readonly id: string;
  /** `task.<source>.<priority>` or `signal.<source>.<kind>`, e.g. `task.datadog.p1`; decides the lane. */
  readonly routingKey: string;
  /** JSON text of an `anton.task.v1` or `anton.signal.v1`. */
  readonly body: string;
  readonly traceparent?: string | undefined;
}

/** A message handed to a consumer. `attempt` counts from 1 and survives restarts. */
export interface Delivery {
  readonly id: string;
  readonly lane: Lane;
  readonly routingKey: string;
  readonly body: string;
  readonly attempt: number;
  readonly traceparent: string | undefined;
  readonly publishedAt: Date;
}

/** What is kept of an error that put a message back or away. */
export interface DeliveryFailure {
  readonly code: string;
  readonly message: string;
  readonly category: ErrorCategory;
}

/**
 * How a delivery ended. `retry` counts as an attempt and goes to the next retry step, or to the dead letters
 * after the last one; `dead_letter` goes there at once; `pause` puts the message back unchanged, costs no
 * attempt, and stops consuming for `pauseMs`.
 */
export type DeliveryOutcome =
  | { readonly kind: 'ack' }
  | { readonly kind: 'retry'; readonly failure: DeliveryFailure }
  | { readonly kind: 'dead_letter'; readonly failure: DeliveryFailure }
  | { readonly kind: 'pause'; readonly failure: DeliveryFailure; readonly pauseMs: number };

/** Must not throw; a throw is treated as `retry` with the code `handler_threw`. */
export type DeliveryHandler = (delivery: Delivery) => Promise<DeliveryOutcome>;

/** A running consumer. */
export interface QueueConsumer {
  /** True while messages come, or would if it were not paused: the broker knows this consumer. */
  readonly isConsuming: boolean;
  /** Takes no further message until {@link resume}; running handlers go on. */
  pause(): void;
  resume(): void;
  /** Takes no further message, waits for the running handlers and settles them. */
  close(): Promise<void>;
}

/** How to consume. */
export interface ConsumeOptions {
  /** Handlers at once. */
  readonly prefetch: number;
}

/** A message that will not be tried again, with what it takes to publish it again. `category` is the code of its last failure. */
export interface DeadLetter {
  readonly id: string;
  /** What it was published under; null when nobody knows that any more: another program put it there. */
  readonly routingKey: string | null;
  readonly body: string;
  readonly traceparent: string | undefined;
  /** When it was published first. */
  readonly publishedAt: Date;
  readonly attempts: number;
  readonly category: string;
  readonly firstFailure: DeliveryFailure;
  readonly lastFailure: DeliveryFailure;
  readonly diedAt: Date;
}

/** An authentic body that could not be mapped, whole, for `anton ingest replay`. */
export interface ParkedDelivery {
  readonly source: string;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
  readonly receivedAt: Date;
}

/** What becomes of a parked delivery or a dead letter that was looked at: `remove` it, or `keep` it for the next time. */
export type ReviewDecision = 'remove' | 'keep';

/** Messages by where they stand. `delayed` ones wait for their retry step. */
export interface QueueDepth {
  readonly ready: number;
  readonly delayed: number;
  /** In the hands of consumers; of this process at least (a broker does not tell of others). */
  readonly unacknowledged: number;
  readonly dead: number;
  readonly parked: number;
  /** Age of the oldest ready message in milliseconds, at most; null when none is ready or its age is not known. */
  readonly oldestReadyMs: number | null;
}

/** How retries are spaced; the attempt after the last step is the last one. Default 10 s, 60 s, 5 min, 5 min. */
export const DEFAULT_RETRY_STEPS_MS: readonly number[] = [10_000, 60_000, 300_000, 300_000];

/**
 * The durable way from ingester to orchestrator: at least once, bounded retries, dead letters, an urgent lane.
 * "One of": an app hands in exactly one adapter module. Every adapter passes `taskQueueContract` of @anton/testing.
 */
export abstract class TaskQueue {
  /**
   * Resolves when the message is durable: it survives `kill -9` of every process involved.
   * @throws QueueUnavailableError when that cannot be confirmed within 5 s (it may still arrive),
   * or when too many publishes are in flight.
   */
  abstract publish(message: OutgoingMessage): Promise<void>;

  /** Keeps an unreadable authentic delivery; durable like {@link publish}. @throws QueueUnavailableError */
  abstract park(delivery: ParkedDelivery): Promise<void>;

  /** Starts to consume. At most one consumer per process. */
  abstract consume(handler: DeliveryHandler, options: ConsumeOptions): Promise<QueueConsumer>;

  /** Proves that a publish would be accepted now (a real write). @throws QueueUnavailableError */
  abstract probe(): Promise<void>;

  abstract depth(): Promise<QueueDepth>;

  /** Oldest first. */
  abstract deadLetters(limit: number): Promise<readonly DeadLetter[]>;

  /** Oldest first. */
  abstract parked(limit: number): Promise<readonly ParkedDelivery[]>;

  /**
   * Hands the parked deliveries to `decide`, oldest first, one after the other, each at most once, at most `limit`. One
   * is removed after `decide` has answered so; a crash in between leaves it, and so does a throw, which ends the walk.
   */
  abstract reviewParked(
    decide: (delivery: ParkedDelivery) => Promise<ReviewDecision>,
    limit: number,
  ): Promise<void>;

  /**
   * The same with the dead letters. To replay one, publish it again within `decide` and remove it: a crash in between
   * doubles it, none loses it, and it starts with attempt 1. One that dies again comes last, as another dead letter.
   */
  abstract reviewDeadLetters(
    decide: (letter: DeadLetter) => Promise<ReviewDecision>,
    limit: number,
  ): Promise<void>;
}
