import { expect, it } from 'vitest';
import { RUN_EXIT_STATUS, RUN_STATUSES } from './run-status';

it('has the exit statuses that are published, and 0 for nothing but a pull request', () => {
  expect(RUN_EXIT_STATUS).toEqual({
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
  });
  expect(RUN_STATUSES).toEqual(Object.keys(RUN_EXIT_STATUS));
});
