import type { CheckRun, ReviewFinding } from '@anton/agent';
import {
  REPORT_SCHEMA,
  type ReportCheckRun,
  type ReportCost,
  type ReportFinding,
  type ReportProof,
  type ReportProofRun,
  type RouteDecision,
  type RunReport,
} from '@anton/contracts';
import { PRICE_TABLE_VERSION } from '@anton/models';
import type { Redactor } from '@anton/platform';
import type { ProofRun } from '../proof/proof';
import type { RunEnding, RunFacts } from './run-facts';

const MAX_MESSAGE = 4_000;

function checkRun(run: CheckRun | null): ReportCheckRun | null {
  if (run === null) return null;
  const { outcome, exitCode, tests, failed, skipped, durationMs } = run;
  const failing = run.failures.map((failure) => failure.id);
  return { outcome, exitCode, tests, failed, skipped, failing, flaky: [...run.flaky], durationMs };
}

function proofRun(proven: ProofRun | null): ReportProofRun | null {
  if (proven === null) return null;
  const { command, exitCode, durationMs, failures } = proven.run;
  return { treeSha: proven.treeSha, command, exitCode, durationMs, failing: failures.map(({ id }) => id) };
}

function proof(facts: RunFacts): ReportProof {
  if (facts.proof === null)
    return { kind: 'none', detail: null, reason: 'the change was not tried on an exported tree' };
  const { reason, tests } = facts.proof;
  return {
    kind: facts.isProven ? 'red_green' : 'none',
    detail: facts.isProven ? 'the tests failed on the base commit and pass on the change' : null,
    reason: facts.isProven ? null : (reason ?? 'fewer tests ran than before'),
    tests: [...tests],
    base: proofRun(facts.proof.base),
    head: proofRun(facts.proof.head),
  };
}

function finding({ severity, title, file, startLine }: ReviewFinding): ReportFinding {
  return { severity, title, file, line: startLine };
}

function cost(facts: RunFacts): ReportCost {
  const total = facts.budget?.total();
  return {
    usd: total === undefined ? 0 : total.usd,
    inputTokens: total?.usage.inputTokens ?? 0,
    cacheReadTokens: total?.usage.cacheReadTokens ?? 0,
    cacheWriteTokens: total?.usage.cacheWriteTokens ?? 0,
    outputTokens: total?.usage.outputTokens ?? 0,
    ...(total === undefined || total.usd === null ? {} : { priceTable: PRICE_TABLE_VERSION }),
  };
}

/** The report, without secrets, of a run that ended as `ending`, out of what is known of it. */
export function reportOf(
  route: RouteDecision,
  facts: RunFacts,
  ending: RunEnding,
  redactor: Redactor,
): RunReport {
  return withoutSecrets(wholeReport(route, facts, ending), redactor);
}

function wholeReport(route: RouteDecision, facts: RunFacts, ending: RunEnding): RunReport {
  const { pullRequest, review } = facts;
  return {
    schema: REPORT_SCHEMA,
    taskId: route.taskId,
    attempt: route.attempt,
    status: ending.status,
    message: ending.message,
    branch: facts.branch,
    headSha: facts.headSha,
    pullRequest:
      pullRequest === null
        ? null
        : { url: pullRequest.url, number: pullRequest.number, draft: pullRequest.draft },
    checks: {
      command: facts.plan?.commands.join(' && ') ?? null,
      baseline: checkRun(facts.baseline),
      final: checkRun(facts.final),
    },
    proof: proof(facts),
    review: {
      rounds: review.rounds,
      verdict: review.verdict,
      findings: [...review.open, ...review.remarks].map(finding),
    },
    cost: cost(facts),
    durationMs: Date.now() - facts.startedAt.getTime(),
    ...(facts.isResumable && { resumable: true }),
    ...(facts.blocked.length > 0 && { blocked: [...facts.blocked] }),
  };
}

/** Bounded after the redaction: a secret that is cut in half is not found. */
function withoutSecrets(report: RunReport, redactor: Redactor): RunReport {
  const clean = JSON.parse(JSON.stringify(report), (_key, value: unknown) =>
    typeof value === 'string' ? redactor.redact(value) : value,
  ) as RunReport;
  clean.message = clean.message.slice(0, MAX_MESSAGE);
  return clean;
}
