import type { TestCase, TestFailure } from '../check-session';

/** What is known of a run of tests; null where the output does not say. */
export interface ReadTestOutput {
  /** Skipped ones included. */
  readonly tests: number | null;
  readonly failed: number | null;
  readonly skipped: number | null;
  readonly failures: readonly TestFailure[];
  /** Every test by name; none where only failures are named. */
  readonly cases: readonly TestCase[];
}

/** What a text says; `cases` only where it names every test. */
type ReadText = Omit<ReadTestOutput, 'cases'> & Partial<Pick<ReadTestOutput, 'cases'>>;

/** Reads what one test runner prints for people. Null when the text is not of this runner. */
export type TestOutputReader = (text: string) => ReadText | null;

/** The sum of what the first group of `pattern` (global) catches; null when it catches nothing. */
export function sumOf(text: string, pattern: RegExp): number | null {
  const numbers = [...text.matchAll(pattern)].map((match) => Number(match[1]));
  return numbers.length === 0 ? null : numbers.reduce((total, number) => total + number, 0);
}
