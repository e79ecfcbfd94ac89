import type { TestFailure } from '../check-session';
import { failureBlocks } from './failure-blocks';
import { sumOf, type TestOutputReader } from './test-output';

const LIST_OF_FAILURES = '✖ failing tests:';

function specFailures(text: string): TestFailure[] {
  const list = text.slice(text.indexOf(LIST_OF_FAILURES) + LIST_OF_FAILURES.length);
  return failureBlocks(list, { begins: /^✖ (.+) \([\d.]+ms\)$/, ends: /^\S/ });
}

/** Suites fail with their tests: only the tests are named. */
function tapFailures(text: string): TestFailure[] {
  const blocks = failureBlocks(text, {
    begins: /^\s*not ok \d+ - (?!.* # (?:TODO|SKIP))(.+)$/,
    ends: /^\s*\.\.\.$/,
  });
  return blocks.filter(({ detail }) => !detail.includes("failureType: 'subtestsFailed'"));
}

/** node:test, by its `spec` and its `tap` reporter (https://nodejs.org/api/test.html#test-reporters). */
export const readNodeTest: TestOutputReader = (text) => {
  const tests = sumOf(text, /^(?:ℹ|#) tests (\d+)$/gm);
  if (tests === null) return null;
  const failures = text.includes(LIST_OF_FAILURES) ? specFailures(text) : tapFailures(text);
  return { tests, failed: sumOf(text, /^(?:ℹ|#) (?:fail|cancelled) (\d+)$/gm), failures };
};
