import { failureBlocks } from './failure-blocks';
import { sumOf, type TestOutputReader } from './test-output';

/** Python's unittest (https://docs.python.org/3/library/unittest.html). */
export const readUnittest: TestOutputReader = (text) => {
  const tests = sumOf(text, /^Ran (\d+) tests? in /gm);
  if (tests === null) return null;
  const verdicts = text.match(/^FAILED \(.*\)$/gm)?.join('\n') ?? '';
  return {
    tests,
    failed: sumOf(verdicts, /\b(?:failures|errors)=(\d+)/g) ?? 0,
    skipped: sumOf(text, /^(?:OK|FAILED) \(.*?\bskipped=(\d+)/gm) ?? 0,
    failures: failureBlocks(text, { begins: /^(?:FAIL|ERROR): (\S+ \(.+\))$/, ends: /^={20,}$|^Ran \d/ }),
  };
};
