import type { ApiObject } from '@anton/simulation';

/** The report of a run that ended well, as the agent's termination message. */
function report(taskId: string, attempt: number): string {
  return JSON.stringify({
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
    cost: { usd: 0.01, inputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 1 },
    durationMs: 1,
  });
}

/** The Pod that a Job's agent ended in, with its report: what the kubelet and the Job controller would leave. */
export function finishedPod({ metadata }: ApiObject): ApiObject {
  const { name, labels = {} } = metadata;
  const message = report(labels['anton.dev/task-id'] ?? '', Number(labels['anton.dev/attempt'] ?? 1));
  const terminated = { exitCode: 0, reason: 'Completed', message, finishedAt: new Date().toISOString() };
  return {
    metadata: { name: `${name}-pod`, labels: { ...labels, 'batch.kubernetes.io/job-name': name } },
    status: { phase: 'Succeeded', containerStatuses: [{ name: 'agent', state: { terminated } }] },
  };
}
