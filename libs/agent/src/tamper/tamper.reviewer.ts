import {
  Reviewer,
  ReviewerProvider,
  type ReviewAnswer,
  type ReviewFinding,
  type ReviewRequest,
} from '../review/reviewer.port';
import type { TamperItem } from './tamper-item';
import { tamperReportOf } from './tamper-report';

/** The name of this reviewer, which the ids of its findings begin with. */
const TAMPER = 'tamper';
const TITLES = { removed: 'Tests that passed are gone', skipped: 'Tests that passed are skipped' };

function findingOf({ kind, file, line, detail }: TamperItem, index: number): ReviewFinding {
  return {
    id: `${kind}-${index + 1}`,
    severity: 'high',
    category: 'tests',
    file,
    startLine: line,
    endLine: line,
    title: kind === 'skipped' ? TITLES.skipped : TITLES.removed,
    failureScenario: detail,
    fixHint: 'Bring the tests back as they were, and make the code pass them.',
    confidence: 1,
  };
}

/** The reviewer without a model: rejects a green that was bought by removing or skipping tests. */
@ReviewerProvider(TAMPER, { order: 5 })
export class TamperReviewer extends Reviewer {
  override review(request: ReviewRequest): Promise<ReviewAnswer> {
    const blocking = tamperReportOf(request)
      .filter((item) => item.blocking)
      .map(findingOf);
    return Promise.resolve({
      kind: 'reviewed',
      verdict: blocking.length === 0 ? 'approved' : 'rejected',
      blocking,
      others: [],
      dropped: 0,
      summary: blocking.length === 0 ? '' : 'Tests that passed before do not run any more.',
    });
  }
}
