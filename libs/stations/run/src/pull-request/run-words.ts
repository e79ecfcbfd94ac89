import { executedOf, type CheckRun } from '@anton/agent';

/** Milliseconds as a person says them. */
export function seconds(ms: number): string {
  return ms < 60_000
    ? `${(ms / 1000).toFixed(1)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** `1,234`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 test`, `2 tests`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** How a run of checks went, in a few words. */
export function runWords(run: CheckRun | null): string {
  if (run === null || run.outcome === 'not_run') return 'not run';
  if (run.outcome === 'timed_out') return `did not terminate, killed after ${seconds(run.durationMs)}`;
  const ran = executedOf(run);
  if (run.outcome === 'passed') return ran === null ? 'passed' : `${plural(ran, 'test')} passed`;
  const failed = run.failed === null || run.tests === null ? '' : `: ${run.failed} of ${run.tests} tests`;
  return `failed${failed}`;
}
