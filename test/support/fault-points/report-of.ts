import type { RunReport } from '@anton/contracts';

/** The termination message of a runner that opened a pull request, for the Job of any run. */
export function reportOf({
  metadata: { labels },
}: {
  metadata: { labels?: Readonly<Record<string, string>> };
}): string {
  const taskId = labels?.['anton.dev/task-id'] ?? '';
  const report: RunReport = {
    schema: 'anton.report.v1',
    taskId,
    attempt: Number(labels?.['anton.dev/attempt']),
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
  };
  return JSON.stringify(report);
}
