import type { TestFailure } from '../check-session';

/** What is known of a run of tests; null where the output does not say. */
export interface ReadTestOutput {
  readonly tests: number | null;
  readonly failed: number | null;
  readonly failures: readonly TestFailure[];
}

/** Reads what one test runner prints for people. Null when the text is not of this runner. */
export type TestOutputReader = (text: string) => ReadTestOutput | null;

/** The sum of what the first group of `pattern` (global) catches; null when it catches nothing. */
export function sumOf(text: string, pattern: RegExp): number | null {
  const numbers = [...text.matchAll(pattern)].map((match) => Number(match[1]));
  return numbers.length === 0 ? null : numbers.reduce((total, number) => total + number, 0);
}
