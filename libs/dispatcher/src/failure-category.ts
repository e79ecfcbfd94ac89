/**
 * Why a run ended without a report, a closed list. `evicted`, `node_lost` and `pod_deleted`: the cluster took its place
 * away; `killed`: by SIGKILL, and not for what it did itself; `interrupted`: it was told to stop and reported that it can be continued; `out_of_disk`: it filled more than it may; `image`, `configuration`, `not_started`: it never began to work.
 */
export const FAILURE_CATEGORIES = [
  'deadline',
  'stopped',
  'out_of_memory',
  'out_of_disk',
  'evicted',
  'node_lost',
  'pod_deleted',
  'killed',
  'interrupted',
  'image',
  'configuration',
  'not_started',
  'prepare_failed',
  'no_report',
  'bad_report',
] as const;
export type FailureCategory = (typeof FAILURE_CATEGORIES)[number];

/** Why a run waits for the executor's resources, a closed list. */
export const WAITING_CATEGORIES = ['quota', 'unschedulable'] as const;
export type WaitingCategory = (typeof WAITING_CATEGORIES)[number];

const CATEGORIZED = /^([a-z_]+): /;

/** The cause with its category in front, as the ledger keeps it and an operator reads it. */
export function categorized(category: FailureCategory | undefined, cause: string): string {
  return category === undefined ? cause : `${category}: ${cause}`;
}

/** The category of a text that {@link categorized} made; undefined for any other. */
export function categoryOf(reason: string | null): FailureCategory | undefined {
  const word = CATEGORIZED.exec(reason ?? '')?.[1];
  return FAILURE_CATEGORIES.find((category) => category === word);
}
