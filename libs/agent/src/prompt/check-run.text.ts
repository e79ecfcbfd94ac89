import { boundedText, untrustedCode } from '@anton/platform';
import type { CheckRun } from '../checks/check-session';

/** Characters of all failing tests together. */
const FAILURES_LIMIT = 12_000;

function counts({ tests, failed }: CheckRun): string {
  if (tests === null) return '';
  return failed === null ? ` (${tests} tests)` : ` (${failed} of ${tests} tests failed)`;
}

/** What a run of the checks showed, for a prompt; test output is wrapped as data. */
export function checkRunText(run: CheckRun): string {
  if (run.outcome === 'not_run') return 'no checks were found for this repository.';
  const outcome = run.outcome === 'timed_out' ? 'did not end in time' : run.outcome;
  const line = `the checks (\`${run.command}\`) ${outcome}${counts(run)}.`;
  if (run.outcome === 'passed') return line;
  const failures = run.failures.map(({ id, detail }) => `${id}\n${detail}`).join('\n\n');
  return `${line}\n${untrustedCode('check output', boundedText(failures || run.tail, FAILURES_LIMIT))}`;
}
