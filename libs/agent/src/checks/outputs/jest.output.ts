import { failureBlocks } from './failure-blocks';
import { sumOf, type TestOutputReader } from './test-output';

/** jest's default reporter (https://jestjs.io/docs/configuration#reporters-arraymodulename--modulename-options). */
export const readJest: TestOutputReader = (text) => {
  const tests = sumOf(text, /^Tests:.*?(\d+) total$/gm);
  if (tests === null) return null;
  return {
    tests,
    failed: sumOf(text, /^Tests:.*?(\d+) failed/gm) ?? 0,
    skipped: sumOf(text, /^Tests:.*?(\d+) skipped/gm) ?? 0,
    failures: failureBlocks(text, {
      begins: /^ {2}● (?!Console$)(.+)$/,
      ends: /^(?:FAIL|PASS|Test Suites:|Summary of all failing tests)|^ {2}● Console$/,
    }),
  };
};
