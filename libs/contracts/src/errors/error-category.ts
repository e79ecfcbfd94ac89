/**
 * What an error means for the work at hand, independent of where it was thrown.
 * `permanent`: trying again cannot help. `transient`: a bounded number of tries may help.
 * `outage`: a dependency is down; waiting helps and costs no attempt.
 */
export const ERROR_CATEGORIES = ['permanent', 'transient', 'outage'] as const;
export type ErrorCategory = (typeof ERROR_CATEGORIES)[number];
