import { failureBlocks } from './failure-blocks';
import { sumOf, type TestOutputReader } from './test-output';

/** vitest's default reporter (https://vitest.dev/guide/reporters). */
export const readVitest: TestOutputReader = (text) => {
  const summaries = text.match(/^ {6}Tests {2}.*$/gm)?.join('\n');
  if (summaries === undefined) return null;
  return {
    tests: sumOf(summaries, /\((\d+)\)$/gm) ?? 0,
    failed: sumOf(summaries, /(\d+) failed/g) ?? 0,
    skipped: sumOf(summaries, /(\d+) (?:skipped|todo)/g) ?? 0,
    failures: failureBlocks(text, { begins: /^ FAIL {2}(\S.*)$/, ends: /^⎯{5,}/ }),
  };
};
