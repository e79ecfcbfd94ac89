import { isAntonError, type DependencyDownError } from '@anton/contracts';
import type { DeliveryFailure, DeliveryOutcome } from '../task-queue.port';

/** Without a word of the dependency itself, how long nothing is taken, in milliseconds. */
const DEFAULT_PAUSE_MS = 10_000;
const MIN_PAUSE_MS = 1000;
/** A dependency may ask for an hour; whether it is back is worth looking at earlier. */
const MAX_PAUSE_MS = 300_000;
/** Of a message, in characters: failures are kept with their letters. */
const MAX_MESSAGE = 2000;

/** How a delivery ends that failed. */
export type FailedOutcome = Exclude<DeliveryOutcome, { kind: 'ack' }>;

function failureOf(error: unknown): DeliveryFailure {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, MAX_MESSAGE);
  if (isAntonError(error)) return { code: error.code, message, category: error.category };
  return { code: 'unexpected_error', message, category: 'transient' };
}

function pauseMsOf(error: unknown): number {
  const asked = (error as Partial<DependencyDownError>).retryAfterMs ?? DEFAULT_PAUSE_MS;
  return Math.min(Math.max(asked, MIN_PAUSE_MS), MAX_PAUSE_MS);
}

/**
 * What an error of a handler means for its delivery: permanent ends it, an outage pauses consuming, everything else
 * is tried again a bounded number of times.
 */
export function failedDelivery(error: unknown): FailedOutcome {
  const failure = failureOf(error);
  switch (failure.category) {
    case 'permanent':
      return { kind: 'dead_letter', failure };
    case 'outage':
      return { kind: 'pause', failure, pauseMs: pauseMsOf(error) };
    case 'transient':
      return { kind: 'retry', failure };
  }
}
