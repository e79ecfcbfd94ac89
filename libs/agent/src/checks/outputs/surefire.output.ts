import { failureBlocks } from './failure-blocks';
import { sumOf, type TestOutputReader } from './test-output';

/** The sum of one module; the lines of single classes go on with the time. */
const MODULE_SUMS = /^\[\w+\] Tests run: \d+, Failures: \d+, Errors: \d+, Skipped: \d+$/gm;

/** Maven Surefire and Failsafe, 2 and 3 (https://maven.apache.org/surefire/maven-surefire-plugin/). */
export const readSurefire: TestOutputReader = (text) => {
  const sums = text.match(MODULE_SUMS)?.join('\n');
  if (sums === undefined) return null;
  return {
    tests: sumOf(sums, /Tests run: (\d+)/g),
    failed: sumOf(sums, /(?:Failures|Errors): (\d+)/g),
    skipped: sumOf(sums, /Skipped: (\d+)/g),
    failures: failureBlocks(text, {
      begins: /^\[ERROR\] (?!Tests run)(\S.*?)(?:\(\))?\s+(?:-- )?Time elapsed: .*<<< (?:FAILURE|ERROR)!/,
      ends: /^(?:\[|\s*$)/,
    }),
  };
};
