import { FINDING_SEVERITIES } from '@anton/contracts';
import type { ReviewFinding } from './reviewer.port';

function weight({ severity, confidence }: ReviewFinding): number {
  return confidence - FINDING_SEVERITIES.indexOf(severity);
}

function words({ title }: ReviewFinding): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Two reviewers mean the same thing when they name the same lines and give it the same category or title. */
function same(a: ReviewFinding, b: ReviewFinding): boolean {
  const overlap = a.file === b.file && a.startLine <= b.endLine && b.startLine <= a.endLine;
  return overlap && (a.category === b.category || words(a) === words(b));
}

/** The findings without repetitions, the worst first; of two that mean the same the graver one stays. */
export function mergedFindings(findings: readonly ReviewFinding[]): ReviewFinding[] {
  const kept: ReviewFinding[] = [];
  for (const finding of findings.toSorted((a, b) => weight(b) - weight(a)))
    if (!kept.some((other) => same(other, finding))) kept.push(finding);
  return kept;
}
