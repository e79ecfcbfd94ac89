import { expect } from 'vitest';
import { RUN_EXIT_STATUS, type RunStatus } from '@anton/contracts';
import type { RunnerEnd, RunnerWorld } from './runner-world';

/** What a run leaves at the code host: nothing, a draft that lists what is open, or a pull request that is ready. */
export type Left = 'nothing' | 'draft' | 'ready';

/** A run ended so, said so by its exit status, which is 0 for nothing but a pull request, and left so much behind. */
export function expectEnding(world: RunnerWorld, end: RunnerEnd, status: RunStatus, left: Left): void {
  expect({ status: end.report.status, message: end.report.message }).toMatchObject({ status });
  expect(end.exitCode).toBe(RUN_EXIT_STATUS[status]);
  expect(end.exitCode === 0).toBe(status === 'pr_opened');
  const drafts = world.pullRequests().map(({ draft }) => draft);
  expect(drafts).toEqual(left === 'nothing' ? [] : [left === 'draft']);
  expect(world.branches()).toHaveLength(left === 'nothing' ? 0 : 1);
  expect(end.report.pullRequest === null).toBe(left === 'nothing');
  expect(world.git('log', '--format=%s', 'main')).toBe('start');
}
