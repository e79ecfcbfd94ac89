import type { CheckRun } from '@anton/agent';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** `0.4 s`, `12 s`, `3 min 20 s`. */
export function duration(ms: number): string {
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(1)} s`;
  const seconds = Math.round(ms / SECOND);
  if (ms < MINUTE) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Cents matter at the end, their hundredths in a turn. */
export function dollars(usd: number | null, digits = 2): string {
  return usd === null ? 'unknown price' : `$${usd.toFixed(digits)}`;
}

/** `12,345`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1 file`, `2 files`. */
function many(value: number, thing: string): string {
  return `${count(value)} ${thing}${value === 1 ? '' : 's'}`;
}

/** `failed, 1 of 12 tests, 3.4 s`. */
export function checkWords({ outcome, tests, failed, durationMs }: CheckRun): string {
  if (outcome === 'not_run') return 'not run: no test command was found';
  const counts =
    tests === null
      ? ''
      : outcome === 'passed'
        ? `, ${many(tests, 'test')}`
        : `, ${failed ?? 0} of ${many(tests, 'test')}`;
  return `${outcome.replace('_', ' ')}${counts}, ${duration(durationMs)}`;
}

/** A link that a browser may follow; null for any other. */
export function webLink(url: string): string | null {
  return /^https?:\/\//i.test(url) ? url : null;
}

/** A value of a tool's input: texts as they are, else JSON. */
export function inputText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '');
}
