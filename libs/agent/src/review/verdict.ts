import { ChangedLines } from './changed-lines';
import type { ReviewFinding } from './reviewer.port';

/** Field note agent-loop 5.4: what blocks a change. */
const BLOCKING: ReadonlySet<ReviewFinding['severity']> = new Set(['critical', 'high']);
const MIN_CONFIDENCE = 0.6;

/** What a reviewer may say of a finding without it counting. */
export const DROPPED_CATEGORIES = ['style', 'speculative', 'pre_existing'] as const;
const DROPPED: ReadonlySet<string> = new Set(DROPPED_CATEGORIES);

/** The judgement on a change, and the findings it rests on. */
export interface Verdict {
  readonly verdict: 'approved' | 'rejected';
  readonly blocking: readonly ReviewFinding[];
  readonly others: readonly ReviewFinding[];
  readonly dropped: number;
}

/** What a delta round adds: the diff of the round before, and findings of before that still stand. */
export interface DeltaRound {
  readonly previousDiff?: string | undefined;
  readonly standing?: readonly ReviewFinding[];
}

function blocks({ severity, confidence }: ReviewFinding): boolean {
  return BLOCKING.has(severity) && confidence >= MIN_CONFIDENCE;
}

/**
 * REJECTED exactly when a finding of at least `high` with a confidence of at least 0.6 lies on changed lines. Standing
 * findings of an earlier round were anchored then: their lines may have moved, so the file alone must be in the diff.
 */
export function verdictOf(
  findings: readonly ReviewFinding[],
  diff: string,
  { previousDiff, standing = [] }: DeltaRound = {},
): Verdict {
  const lines = new ChangedLines(diff, previousDiff);
  const fresh = findings.filter((finding) => !DROPPED.has(finding.category) && lines.touches(finding));
  const old = standing.filter(({ file }) => lines.hasFile(file));
  const kept = [...old, ...fresh];
  const blocking = kept.filter(blocks);
  return {
    verdict: blocking.length > 0 ? 'rejected' : 'approved',
    blocking,
    others: kept.filter((finding) => !blocks(finding)),
    dropped: findings.length + standing.length - kept.length,
  };
}
