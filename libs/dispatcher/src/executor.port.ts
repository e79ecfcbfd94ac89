import { Injectable } from '@nestjs/common';
import type { Complexity, RunReport } from '@anton/contracts';
import { createNamedDecorator, NamedRegistry } from '@anton/platform';
import type { FailureCategory, WaitingCategory } from './failure-category';

const KEY = 'anton:executor';

/** Registers a class as an executor, e.g. `process` or `kubernetes` (ANTON_EXECUTOR). */
export const ExecutorProvider = createNamedDecorator(KEY);

/** A run to start. `context` are the files of the run's context folder, by name (architecture 5.9). */
export interface RunRequest {
  readonly taskId: string;
  readonly attempt: number;
  readonly taskHash: string;
  readonly complexity: Complexity;
  readonly template: string;
  readonly context: Readonly<Record<string, string>>;
  readonly deadlineAt: Date;
  /** Of the task, e.g. `JIRA`. */
  readonly source?: string;
  /** W3C trace context of the task. */
  readonly traceparent?: string;
}

/** What a run waits for before it can work. */
export interface RunWaiting {
  readonly category: WaitingCategory;
  readonly cause: string;
}

/**
 * What an executor sees of a run, now. `cause` is readable, e.g. "process 4711 is gone". A `category` decides whether
 * another attempt can help (retry-rules.ts); a vanished run without one is tried again like a lost process.
 */
export type RunObservation =
  | { readonly kind: 'running'; readonly waiting?: RunWaiting }
  | { readonly kind: 'finished'; readonly report: RunReport }
  | {
      readonly kind: 'failed';
      readonly status: 'timeout' | 'infra';
      readonly cause: string;
      readonly category?: FailureCategory;
    }
  | { readonly kind: 'vanished'; readonly cause: string; readonly category?: FailureCategory };

/**
 * Runs a task somewhere and finds it again after a restart. Level-triggered: the orchestrator asks, the executor
 * answers from the state of the world, not from memory. "Many of"; every executor passes `executorContract`.
 */
export abstract class Executor {
  /**
   * Starts the run and returns the text by which it can be found again. Starting the same attempt twice starts
   * it once.
   */
  abstract start(run: RunRequest): Promise<string>;

  abstract inspect(run: { taskId: string; attempt: number; handle: string | null }): Promise<RunObservation>;

  /** Ends the run and everything it started. Idempotent. */
  abstract stop(
    run: { taskId: string; attempt: number; handle: string | null },
    reason: string,
  ): Promise<void>;

  /** Calls `listener` whenever something about a run may have changed; the scheduler then asks. */
  abstract onChange(listener: () => void): void;
}

@Injectable()
export class ExecutorRegistry extends NamedRegistry<Executor> {
  protected override readonly key = KEY;
  protected override readonly kind = 'executor';
}
