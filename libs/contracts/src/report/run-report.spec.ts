import { describe, expect, it } from 'vitest';
import { InvalidContractError } from '../errors/invalid-contract.error';
import { failureOnTheWire, reportOnTheWire } from './report.fixture';
import { parseRunReport } from './run-report';

function badFields(value: unknown): readonly string[] {
  try {
    parseRunReport(value);
    return [];
  } catch (error) {
    if (error instanceof InvalidContractError)
      return error.problems.map((problem) => problem.split(':')[0] ?? '');
    throw error;
  }
}

describe('parseRunReport', () => {
  it('takes a success and the emptiest failure, and keeps every field', () => {
    for (const report of [reportOnTheWire(), failureOnTheWire()])
      expect(JSON.parse(JSON.stringify(parseRunReport(report)))).toEqual(report);
  });

  it.each([
    ['status', { status: 'done' }],
    ['message', { message: 'x'.repeat(4_001) }],
    ['pullRequest', { pullRequest: [] }],
    ['pullRequest.number', { pullRequest: { url: 'u', number: 0, draft: false } }],
    ['checks', { checks: null }],
    ['checks.final.outcome', { checks: { command: null, baseline: null, final: { outcome: 'green' } } }],
    ['proof.kind', { proof: { kind: 'certain' } }],
    ['review.verdict', { review: { rounds: 1, verdict: 'fine', findings: [] } }],
    ['review.findings.0.severity', { review: { rounds: 1, verdict: 'rejected', findings: [{}] } }],
    ['cost.usd', { cost: { inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 } }],
    ['durationMs', { durationMs: -1 }],
  ])('names %s in %j', (field, fields) => {
    expect(badFields(reportOnTheWire(fields))).toContain(field);
  });
});
