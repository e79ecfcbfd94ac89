/** Every field of an `anton.route.v1`, as it stands in a run's context. */
export function routeOnTheWire(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    schema: 'anton.route.v1',
    taskId: 'datadog-payment-npe-wfvbx64mn5',
    attempt: 1,
    verdict: 'fix',
    question: null,
    repository: { id: 'payments', url: 'https://github.com/acme/payments.git', branch: 'main' },
    template: 'java-backend',
    skills: ['maven'],
    complexity: 'small',
    risk: 'low',
    autonomy: 'pull_request',
    reason: 'A missing null check.',
    confidence: 0.86,
    decidedBy: { kind: 'model', model: 'claude-router', promptHash: 'a'.repeat(64) },
    setup: [],
    checks: ['mvn -B test'],
    protectedPaths: ['.github/workflows/**'],
    limits: { costUsd: 2, minutes: 30, modelCalls: 150 },
    models: { coder: 'claude-coder', reviewer: 'gpt-reviewer' },
    ...fields,
  };
}

/** A question without a repository, as the router asks it without a model. */
export function questionOnTheWire(): Record<string, unknown> {
  return routeOnTheWire({
    verdict: 'needs_info',
    question: 'Which repository is this about?',
    repository: null,
    template: null,
    decidedBy: { kind: 'rules' },
  });
}
