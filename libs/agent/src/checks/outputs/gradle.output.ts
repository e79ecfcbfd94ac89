import { failureBlocks } from './failure-blocks';
import { sumOf, type TestOutputReader } from './test-output';

/** Gradle counts only when a test fails (https://docs.gradle.org/current/userguide/java_testing.html). */
export const readGradle: TestOutputReader = (text) => {
  const tests = sumOf(text, /^(\d+) tests? completed/gm);
  if (tests === null) return null;
  return {
    tests,
    failed: sumOf(text, /^\d+ tests? completed, (\d+) failed/gm) ?? 0,
    skipped: sumOf(text, /^\d+ tests? completed.*?, (\d+) skipped/gm) ?? 0,
    failures: failureBlocks(text, { begins: /^(\S.* > .+) FAILED$/, ends: /^\s*$/ }),
  };
};
