import { boundedText, untrustedCode } from '@anton/platform';
import type { CheckRun } from '../checks/check-session';

/** Characters of all failing tests together. */
const FAILURES_LIMIT = 12_000;

function counts({ tests, failed, skipped }: CheckRun): string {
  if (tests === null) return '';
  const also = skipped === null || skipped === 0 ? '' : `, ${skipped} skipped`;
  return failed === null ? ` (${tests} tests)` : ` (${failed} of ${tests} tests failed${also})`;
}

/** Tests that fail now and then are nobody's task. */
function flaky({ flaky: ids }: CheckRun): string {
  return ids.length === 0
    ? ''
    : `\nThese failed once and passed when run again, unchanged; they are flaky, not yours:\n${untrustedCode('flaky tests', boundedText(ids.join('\n'), FAILURES_LIMIT))}`;
}

/** What a run of the checks showed, for a prompt; test output is wrapped as data. */
export function checkRunText(run: CheckRun): string {
  if (run.outcome === 'not_run') return 'no checks were found for this repository.';
  const outcome =
    run.outcome === 'timed_out' ? 'did not terminate and were killed with all they started' : run.outcome;
  const line = `the checks (\`${run.command}\`) ${outcome}${counts(run)}.`;
  if (run.outcome === 'passed') return line + flaky(run);
  const failures = run.failures.map(({ id, detail }) => `${id}\n${detail}`).join('\n\n');
  return `${line}\n${untrustedCode('check output', boundedText(failures || run.tail, FAILURES_LIMIT))}${flaky(run)}`;
}
