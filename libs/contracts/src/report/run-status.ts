/** How a run ends, with the runner's exit status (architecture 5.11). Exit 0 only for a pull request that exists. */
export const RUN_EXIT_STATUS = {
  pr_opened: 0,
  no_change_needed: 10,
  tests_failing: 11,
  review_rejected: 12,
  stuck: 13,
  budget: 14,
  timeout: 15,
  llm_unavailable: 16,
  refused: 17,
  infra: 18,
  policy: 19,
} as const;

export type RunStatus = keyof typeof RUN_EXIT_STATUS;
export const RUN_STATUSES = Object.keys(RUN_EXIT_STATUS) as RunStatus[];
