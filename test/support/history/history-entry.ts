/** A webhook that was sent. Times are epoch milliseconds; `status` is null when no answer came. */
export interface RequestEntry {
  readonly kind: 'request';
  /** Names the event among all that were sent; its task carries it too. */
  readonly event: string;
  readonly source: string;
  readonly at: number;
  readonly ms: number;
  readonly status: number | null;
  readonly taskId: string | null;
  readonly error: string | null;
}

/** One acceptance of a task into the ledger; `event` is null for a task that names none. */
export interface TaskEntry {
  readonly kind: 'task';
  readonly taskId: string;
  readonly event: string | null;
}

/** Something was dead or unreachable between two moments. */
export interface FaultEntry {
  readonly kind: 'fault';
  readonly victim: string;
  readonly at: number;
  readonly until: number;
}

export type HistoryEntry = RequestEntry | TaskEntry | FaultEntry;
