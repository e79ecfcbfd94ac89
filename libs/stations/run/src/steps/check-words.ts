import type { CheckRun } from '@anton/agent';

/** One short line on a run of the checks. */
export function checkWords(run: CheckRun): string {
  if (run.outcome === 'not_run') return 'not run: no test command found';
  if (run.outcome === 'timed_out') return `did not terminate within ${(run.durationMs / 1000).toFixed(0)} s`;
  const counts = run.tests === null ? '' : `, ${run.tests} tests, ${run.failed ?? 0} failing`;
  return `${run.outcome === 'passed' ? 'green' : 'red'}${counts}`;
}
