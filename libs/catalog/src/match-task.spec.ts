import { expect, it } from 'vitest';
import { sampleTask } from '@anton/testing/samples';
import type { CatalogRepository } from './catalog.port';
import { matchTask } from './match-task';

const repository = (match: CatalogRepository['match']): CatalogRepository => ({
  id: 'payments',
  url: 'file:///srv/git/payments.git',
  branch: 'main',
  template: 'java-backend',
  templates: ['java-backend'],
  skills: [],
  match,
  policy: {
    autonomy: 'draft',
    maxRisk: 'low',
    maxConcurrentRuns: 1,
    maxOpenPullRequests: 1,
    dailyBudgetUsd: 1,
    protectedPaths: [],
    overridesBy: [],
  },
});

it('holds a list against nothing but what the task itself has', () => {
  const odd = repository({ pager: { constructors: ['Object'], valueOfs: ['x'] } });
  expect(matchTask(sampleTask('1', { source: 'PAGER' }), [odd]).kind).toBe('none');
});

it('fits nothing to a repository without lists, or with empty ones', () => {
  const open = [repository({}), repository({ jira: {} }), repository({ jira: { projects: [], labels: [] } })];
  expect(matchTask(sampleTask('1'), open).kind).toBe('none');
});
