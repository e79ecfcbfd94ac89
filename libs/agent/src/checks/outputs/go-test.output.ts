import { failureBlocks } from './failure-blocks';
import type { TestOutputReader } from './test-output';

/** `go test` (https://pkg.go.dev/cmd/go#hdr-Test_packages). Only with `-v` it names the tests that pass. */
export const readGoTest: TestOutputReader = (text) => {
  const failures = failureBlocks(text, { begins: /^--- FAIL: (\S+)/, ends: /^\S/ });
  const isVerbose = text.includes('=== RUN ');
  if (failures.length === 0 && !isVerbose) return null;
  const tests = isVerbose ? (text.match(/^--- (?:PASS|FAIL|SKIP): /gm)?.length ?? 0) : null;
  const skipped = isVerbose ? (text.match(/^--- SKIP: /gm)?.length ?? 0) : null;
  return { tests, skipped, failed: text.match(/^--- FAIL: /gm)?.length ?? 0, failures };
};
