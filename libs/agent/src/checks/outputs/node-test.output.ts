import type { TestFailure } from '../check-session';
import { failureBlocks } from './failure-blocks';
import { sumOf, type TestOutputReader } from './test-output';

const LIST_OF_FAILURES = '✖ failing tests:';

function specFailures(text: string): TestFailure[] {
  const list = text.slice(text.indexOf(LIST_OF_FAILURES) + LIST_OF_FAILURES.length);
  return failureBlocks(list, { begins: /^✖ (.+) \([\d.]+ms\)$/, ends: /^\S/ });
}

/** node:test by its `spec` reporter (https://nodejs.org/api/test.html#test-reporters); for `tap` see `tap.output`. */
export const readNodeTest: TestOutputReader = (text) => {
  const tests = sumOf(text, /^ℹ tests (\d+)$/gm);
  if (tests === null) return null;
  const skipped = sumOf(text, /^ℹ skipped (\d+)$/gm) ?? 0;
  const failures = text.includes(LIST_OF_FAILURES) ? specFailures(text) : [];
  return { tests, failed: sumOf(text, /^ℹ (?:fail|cancelled) (\d+)$/gm), skipped, failures };
};
