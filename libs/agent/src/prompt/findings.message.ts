import { untrusted } from '@anton/platform';
import type { ReviewFinding } from '../review/reviewer.port';

function findingText(finding: ReviewFinding): string {
  const { id, severity, file, startLine, endLine, title, failureScenario, fixHint } = finding;
  return `[${id}] ${severity} ${file}:${startLine}-${endLine}: ${title}\nFails when: ${failureScenario}\nHint: ${fixHint}`;
}

/** Gives the coder the findings of a review that rejected its change, as data that it may dispute. */
export function findingsMessage(findings: readonly ReviewFinding[]): string {
  return [
    'A reviewer read your change and found problems. Check each one against the code.',
    'Where it is right, fix it. Where it is wrong, leave the code and call dispute_finding with its id and your evidence.',
    'Then call run_tests and finish.',
    untrusted('review', findings.map(findingText).join('\n\n')),
  ].join('\n');
}
