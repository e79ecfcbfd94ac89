import { parseRouteDecision, type AgentTask, type RouteDecision } from '@anton/contracts';

/** A valid route of `task` into repository `payments` of the {@link writeSampleCatalog}. */
export function sampleRoute(task: AgentTask, fields: Partial<RouteDecision> = {}): RouteDecision {
  return parseRouteDecision({
    schema: 'anton.route.v1',
    taskId: task.taskId,
    attempt: 1,
    verdict: 'fix',
    repository: { id: 'payments', url: 'file:///srv/git/payments.git', branch: 'main' },
    template: 'node-service',
    skills: ['house-rules'],
    complexity: 'small',
    risk: 'low',
    autonomy: 'pull_request',
    reason: 'a sample',
    confidence: 0.9,
    decidedBy: { kind: 'rules' },
    setup: [],
    checks: [],
    protectedPaths: [],
    limits: { costUsd: 2, minutes: 30, modelCalls: 150 },
    models: { coder: 'coder-1', reviewer: 'reviewer-1' },
    ...fields,
  });
}
