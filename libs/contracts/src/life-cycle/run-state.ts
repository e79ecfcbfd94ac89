/** `created → started → reported | vanished → settled` (architecture 5.12). */
export const RUN_STATES = ['created', 'started', 'reported', 'vanished', 'settled'] as const;
export type RunState = (typeof RUN_STATES)[number];
