import type { RunReport } from '@anton/contracts';

/** The report of a run that opened a pull request. */
export const sampleReport = (taskId: string, attempt = 1): RunReport => ({
  schema: 'anton.report.v1',
  taskId,
  attempt,
  status: 'pr_opened',
  message: 'done',
  branch: `fix/${taskId}`,
  headSha: null,
  pullRequest: null,
  checks: { command: null, baseline: null, final: null },
  proof: { kind: 'none' },
  review: { rounds: 0, verdict: 'not_reviewed', findings: [] },
  cost: { usd: 0.25, inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1 },
  durationMs: 1,
});
