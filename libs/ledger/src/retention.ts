/** Days for which the ledger keeps a task whole after its end, unless ANTON_LEDGER_RETENTION_DAYS says otherwise. */
export const DEFAULT_RETENTION_DAYS = 30;

/**
 * The least: the day for which a Job stays, in which its report is read, and the 72 hours after it in which senders may
 * still deliver an event again.
 */
export const SHORTEST_RETENTION_DAYS = 4;

/** Days for which a tombstone stays at least, counted from the end of its task. */
export const TOMBSTONE_DAYS = 365;
