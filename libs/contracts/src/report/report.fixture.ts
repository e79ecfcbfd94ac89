const CHECK_RUN = { outcome: 'passed', exitCode: 0, tests: 12, failed: 0, failing: [], durationMs: 900 };

/** Every field of an `anton.report.v1`, as a runner prints it. */
export function reportOnTheWire(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    schema: 'anton.report.v1',
    taskId: 'datadog-payment-npe-wfvbx64mn5',
    attempt: 1,
    status: 'pr_opened',
    message: 'opened a pull request',
    branch: 'fix/datadog-payment-npe-wfvbx64mn5',
    headSha: 'b'.repeat(40),
    pullRequest: { url: 'https://github.com/acme/payments/pull/7', number: 7, draft: false },
    checks: {
      command: 'mvn -B test',
      baseline: { ...CHECK_RUN, outcome: 'failed', exitCode: 1, failed: 1, failing: ['CheckoutTest.pays'] },
      final: CHECK_RUN,
    },
    proof: { kind: 'red_green', detail: 'CheckoutTest.pays' },
    review: {
      rounds: 2,
      verdict: 'approved',
      findings: [{ severity: 'low', title: 'a name', file: 'src/Checkout.java', line: 7 }],
    },
    cost: { usd: 0.42, inputTokens: 10, cacheReadTokens: 20, cacheWriteTokens: 30, outputTokens: 40 },
    durationMs: 61_000,
    ...fields,
  };
}

/** The least a run can report: it ended before there was anything to check, review or push. */
export function failureOnTheWire(): Record<string, unknown> {
  return reportOnTheWire({
    status: 'infra',
    message: 'the repository could not be cloned',
    branch: null,
    headSha: null,
    pullRequest: null,
    checks: { command: null, baseline: null, final: null },
    proof: { kind: 'none' },
    review: { rounds: 0, verdict: 'not_reviewed', findings: [] },
    cost: { usd: null, inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 },
  });
}
