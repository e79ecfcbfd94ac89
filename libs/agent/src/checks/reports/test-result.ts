import type { TestCase, TestFailure } from '../check-session';
import type { ReadTestOutput } from '../outputs/test-output';

/** One test as a report shows it; `detail` says why it failed. */
export interface ReportedTest extends TestCase {
  readonly detail: string;
}

/** More names than any suite needs; the counts go on. */
const MAX_CASES = 20_000;
/** `agent-loop` 5.3, 13. */
const MAX_FAILURES = 20;
const MAX_DETAIL_LINES = 40;
const MAX_LINE = 300;

/** A failure within its bounds: 300 characters a line, 40 lines. */
function boundedFailure({ id, detail }: TestFailure): TestFailure {
  const lines = detail.split('\n').slice(0, MAX_DETAIL_LINES);
  return { id: id.slice(0, MAX_LINE), detail: lines.map((line) => line.slice(0, MAX_LINE)).join('\n') };
}

/** The first 20 failures, bounded. */
export function boundedFailures(failures: readonly TestFailure[]): TestFailure[] {
  return failures.slice(0, MAX_FAILURES).map(boundedFailure);
}

/** The results of a run that named its tests. */
export function resultsOf(tests: readonly ReportedTest[]): ReadTestOutput {
  const of = (status: TestCase['status']): readonly ReportedTest[] =>
    tests.filter((test) => test.status === status);
  return {
    tests: tests.length,
    failed: of('failed').length,
    skipped: of('skipped').length,
    failures: boundedFailures(of('failed')),
    cases: tests.slice(0, MAX_CASES).map(({ id, status }) => ({ id: id.slice(0, MAX_LINE), status })),
  };
}
