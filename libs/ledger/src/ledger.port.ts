import type {
  AgentTask,
  LifeCycleEvent,
  RouteDecision,
  RunReport,
  RunState,
  SignalKind,
  TaskOutcome,
  TaskSignal,
  TaskState,
} from '@anton/contracts';
import type { RunRecord, SpendRecord, TaskRecord } from './ledger-records';
import type { IntentAnswer, IntentFilter, NewIntent, TaskIntent } from './task-intent';

export type { RunRecord, SpendRecord, TaskRecord } from './ledger-records';

/** A named right that one process at a time has. `fence` grows with every change of owner. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  readonly fence: number;
}

/** What is asked of a lease. */
export interface LeaseRequest {
  readonly name: string;
  readonly owner: string;
  /** How long the owner has it without renewing it, by the clock of the database. */
  readonly ttlMs: number;
  /** True of an owner that is known to be gone: its lease is not waited for. */
  readonly isGone?: (owner: string) => boolean;
}

/** The right under which something is changed: refused, in the same transaction, when the lease has another fence. */
export interface Fence {
  readonly lease: string;
  readonly number: number;
}

/**
 * Where a task goes next. `route` and `task` are stored in the same transaction when given, a route of null is forgotten;
 * `reason` and `notBefore` are cleared
 * when they are not. `from` may equal `to` in an open state: then what is given is stored, the rest stays, and only a
 * new reason makes an event.
 */
export interface TaskTransition {
  readonly from: TaskState;
  readonly to: TaskState;
  readonly reason?: string | null;
  readonly outcome?: TaskOutcome | null;
  readonly notBefore?: Date | null;
  readonly route?: RouteDecision | null;
  /** The same task with what was found out about it; its identity and its hash stay as they were accepted. */
  readonly task?: AgentTask;
  /** What it cost to come here; recorded with the transition, or neither is. */
  readonly spend?: SpendRecord | undefined;
  readonly fence?: Fence | undefined;
}

/** Where a run goes next, like {@link TaskTransition}; `handle` and `report` are stored when given. */
export interface RunTransition {
  readonly from: RunState;
  readonly to: RunState;
  readonly reason?: string | null;
  readonly handle?: string;
  readonly report?: RunReport;
  readonly fence?: Fence | undefined;
}

/** What a new run starts with. */
export interface NewRun {
  readonly taskId: string;
  readonly attempt: number;
  readonly executor: string;
  readonly deadlineAt: Date;
  readonly fence?: Fence | undefined;
}

/** A signal as the ledger remembers it. Times are ISO 8601 UTC with milliseconds. */
export interface SignalRecord {
  readonly signalId: string;
  readonly source: string;
  readonly kind: SignalKind;
  readonly correlationKey: string;
  readonly reason: string;
  /** Never more than an hour after `receivedAt`: a sender's wrong clock must not silence an object for ever. */
  readonly occurredAt: string;
  readonly receivedAt: string;
}

/** A task that a signal moved or, when `from` equals `to`, only gave a reason to. */
export interface SignalledTask {
  readonly task: AgentTask;
  readonly transition: TaskTransition;
}

/** What came of a signal. Nothing is changed by one that is not new. */
export interface SignalRecording {
  readonly isNew: boolean;
  readonly tasks: readonly SignalledTask[];
}

/** What is too old to be kept. At most `limit` of each kind are pruned at once. */
export interface PruneRequest {
  /** Tasks that ended before this time keep only their tombstone; signals that came before it are forgotten. */
  readonly endedBefore: Date;
  /** Tombstones of tasks that ended before this time are forgotten. */
  readonly forgottenBefore: Date;
  readonly limit: number;
  readonly fence?: Fence | undefined;
}

/** How many were pruned: tasks to tombstones, tombstones and signals to nothing. */
export interface PruneCounts {
  readonly tasks: number;
  readonly tombstones: number;
  readonly signals: number;
}

/** Which tasks to list; newest first unless `order` says otherwise, and at most 1,000 without a `limit`. */
export interface TaskFilter {
  readonly states?: readonly TaskState[];
  readonly source?: string;
  readonly correlationKey?: string;
  /** Only tasks whose `notBefore` is past or absent. */
  readonly dueAt?: Date;
  readonly limit?: number;
  /** `urgency`: by priority, then oldest first: the order in which the scheduler looks. */
  readonly order?: 'newest' | 'urgency';
}

/** How many runs of one executor are in one state. */
export interface RunCount {
  readonly executor: string;
  readonly state: RunState;
  readonly runs: number;
}

/** `settled`: stored, and ended at once by a signal that had come before it. */
export type Acceptance = 'accepted' | 'duplicate' | 'settled';

/**
 * The durable record of tasks, runs, events, signals and spend. Every transition is one guarded update (the previous state
 * is named) plus one row in `events`, in one transaction. "One of"; every adapter passes `ledgerContract`.
 */
export abstract class Ledger {
  /**
   * Stores a new task in state `accepted`; the unique insert decides "once": by taskId and by logical key. When a
   * recorded signal of its correlation key happened at the same time or later, the task is settled in the same
   * transaction, as {@link recordSignal} would have done.
   * @throws TaskIdCollisionError when the taskId belongs to another logical key.
   */
  abstract accept(task: AgentTask): Promise<Acceptance>;

  abstract findTask(taskId: string): Promise<TaskRecord | null>;

  abstract listTasks(filter: TaskFilter): Promise<readonly TaskRecord[]>;

  /** Number of tasks per state. */
  abstract countTasks(): Promise<Readonly<Record<TaskState, number>>>;

  /**
   * Since when the oldest task that does not run has waited: since it was accepted, or since an operator had it tried
   * again. ISO 8601 UTC; null when none waits.
   */
  abstract oldestWaitingSince(): Promise<string | null>;

  /** Runs that are not settled, by executor and state; what there is none of is left out. */
  abstract countRuns(): Promise<readonly RunCount[]>;

  /**
   * False when the task was not in `from` any more (somebody else moved it), or the fence is an old one.
   * @throws IllegalTransitionError for a step that the state machine does not have.
   */
  abstract moveTask(taskId: string, transition: TaskTransition): Promise<boolean>;

  /**
   * In one transaction: task `waiting → running`, attempts + 1, and a run in state `created`.
   * Null when the task was not waiting any more, or not for this attempt, or the fence is an old one.
   */
  abstract beginRun(run: NewRun): Promise<RunRecord | null>;

  /** False when the run was not in `from` any more, or the fence is an old one. @throws IllegalTransitionError */
  abstract moveRun(taskId: string, attempt: number, transition: RunTransition): Promise<boolean>;

  /**
   * In one transaction: run `→ settled`, task `running → settled(outcome)` or back to `waiting`. False, and nothing
   * changed, when either was not there any more, or the fence (of `task`) is an old one. @throws IllegalTransitionError
   */
  abstract endRun(
    taskId: string,
    attempt: number,
    run: { readonly from: RunState; readonly reason?: string | null },
    task: Omit<TaskTransition, 'from'>,
  ): Promise<boolean>;

  abstract listRuns(filter: { taskId?: string; states?: readonly RunState[] }): Promise<readonly RunRecord[]>;

  /** Oldest first. */
  abstract listEvents(taskId: string): Promise<readonly LifeCycleEvent[]>;

  /**
   * In one transaction: remembers the signal, once by its id, and ends what it is about. Tasks of its correlation key
   * that did not happen after it are settled with its reason when they have not started (`recovered`, or `cancelled`
   * for a withdrawn one); a running one goes on, with one event more.
   */
  abstract recordSignal(signal: TaskSignal): Promise<SignalRecording>;

  /**
   * Settles a task that is accepted, being routed or waiting although a recorded signal has ended what it is about: one
   * that came while it ran, or in the moment it was accepted. Null when there is nothing to settle.
   */
  abstract settleBySignal(taskId: string): Promise<TaskTransition | null>;

  /** The signals of one object, by when they happened. */
  abstract listSignals(correlationKey: string): Promise<readonly SignalRecord[]>;

  /** Remembers what an operator wants of a task. Nothing is done yet. */
  abstract addIntent(intent: NewIntent): Promise<TaskIntent>;

  /** Oldest first. */
  abstract listIntents(filter: IntentFilter): Promise<readonly TaskIntent[]>;

  /**
   * In one transaction: answers an intent that nobody has answered, and makes `move` of its task when given; here alone a
   * task may go `settled → waiting`, and then only signals of later events end it. False, and nothing changed, when the
   * intent was answered or the task moved meanwhile. @throws IllegalTransitionError
   */
  abstract answerIntent(
    intent: Pick<TaskIntent, 'id' | 'taskId'>,
    answer: IntentAnswer,
    move?: TaskTransition,
  ): Promise<boolean>;

  /** A run's spend is its total and replaces the row; what the router spent on one attempt adds up. */
  abstract recordSpend(spend: SpendRecord): Promise<void>;

  abstract listSpend(taskId: string): Promise<readonly SpendRecord[]>;

  /** US dollars spent since `since`, on all tasks or on those of one repository; an unknown price counts as `heldUsd`, else as 0. */
  abstract spentSince(since: Date, repository?: string): Promise<number>;

  /**
   * Takes a lease that nobody has, that has expired or whose owner is gone; renews it for its owner, who keeps the fence
   * as long as nobody else had it in between. Null while another owner has it.
   */
  abstract takeLease(request: LeaseRequest): Promise<Lease | null>;

  /** Gives a lease up before it expires; nothing happens when it has another owner by now. */
  abstract releaseLease(lease: Pick<Lease, 'name' | 'owner'>): Promise<void>;

  /**
   * In one transaction: takes from tasks that ended long ago their texts, route, runs, events, intents and spend, and
   * forgets tombstones and signals that are older still. A tombstone is a settled task that {@link accept} still knows;
   * nothing moves it any more. A task stays whole while a run of it is not settled, an intent has no answer, or
   * something was spent on it today (UTC). Nothing is done when the fence is an old one.
   */
  abstract prune(request: PruneRequest): Promise<PruneCounts>;

  /** Proves that the ledger can be written now (a real write). @throws DependencyDownError */
  abstract probe(): Promise<void>;
}
