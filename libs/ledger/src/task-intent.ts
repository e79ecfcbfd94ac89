/** What an operator may want of a task. */
export type IntentKind = 'cancel' | 'retry';

/** What an operator wants of a task; whoever schedules does it. `reason` is the operator's own text. */
export interface NewIntent {
  readonly taskId: string;
  readonly kind: IntentKind;
  /** Who wants it: a name for the record, not a proof. */
  readonly by: string;
  readonly reason: string | null;
  /** A retry also of a task whose pull request is open. */
  readonly isForced: boolean;
  /** A retry that asks the router again. */
  readonly isRoutedAnew: boolean;
}

/** What came of an intent. `detail` is readable by an operator. */
export interface IntentAnswer {
  readonly status: 'done' | 'refused';
  readonly detail: string;
}

/** An intent as the ledger holds it; `answer` is null while nobody has acted. Times are ISO 8601 UTC. */
export interface TaskIntent extends NewIntent {
  readonly id: string;
  readonly askedAt: string;
  readonly answer: IntentAnswer | null;
}

/** Which intents to list. */
export interface IntentFilter {
  readonly taskId?: string;
  /** Only those that nobody has acted on. */
  readonly isOpen?: boolean;
}
