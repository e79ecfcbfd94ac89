import { stripVTControlCharacters } from 'node:util';
import type { TestFailure } from '../check-session';
import { TEST_OUTPUTS } from './test-output';

/** `agent-loop` 5.3, 13. */
const MAX_FAILURES = 20;
const MAX_DETAIL_LINES = 40;
const MAX_LINE = 300;

/** What is known of a run of tests; null where the output does not say. */
export interface ReadTestOutput {
  readonly tests: number | null;
  readonly failed: number | null;
  readonly failures: readonly TestFailure[];
}

function detailFrom(lines: readonly string[], start: number, isFailure: (line: string) => boolean): string {
  const after = lines.slice(start + 1, start + MAX_DETAIL_LINES);
  const next = after.findIndex(isFailure);
  const own = next < 0 ? after : after.slice(0, next);
  return own
    .map((line) => line.slice(0, MAX_LINE))
    .join('\n')
    .trimEnd();
}

function failuresOf(lines: readonly string[], pattern: RegExp): TestFailure[] {
  const found = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    const match = pattern.exec(line);
    const id = match
      ?.slice(1)
      .find((group) => group !== undefined)
      ?.trim();
    if (id === undefined) continue;
    const detail = detailFrom(lines, index, (text) => pattern.test(text));
    // Runners list a failure twice, shortly and in full: the longer text is the one to show.
    if (detail.length >= (found.get(id)?.length ?? -1)) found.set(id, detail);
  }
  return [...found].slice(0, MAX_FAILURES).map(([id, detail]) => ({ id, detail }));
}

/** Reads the output of the usual test runners, by their summaries. */
export function readTestOutput(output: string): ReadTestOutput {
  const text = stripVTControlCharacters(output);
  const lines = text.split('\n');
  for (const format of TEST_OUTPUTS) {
    const counts = format.counts(text);
    const failures = failuresOf(lines, format.failure);
    if (counts !== null) return { ...counts, failures: counts.failed === 0 ? [] : failures };
    if (format.name === 'go' && failures.length > 0)
      return { tests: null, failed: failures.length, failures };
  }
  return { tests: null, failed: null, failures: [] };
}
