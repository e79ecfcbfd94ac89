import { failureBlocks } from './failure-blocks';
import { sumOf, type TestOutputReader } from './test-output';

/** `cargo test`, with and without `--quiet` (https://doc.rust-lang.org/cargo/commands/cargo-test.html). */
export const readCargo: TestOutputReader = (text) => {
  const results = text.match(/^test result: .*$/gm)?.join('\n');
  if (results === undefined) return null;
  const failed = sumOf(results, /(\d+) failed;/g) ?? 0;
  return {
    tests: failed + (sumOf(results, /(\d+) (?:passed|ignored);/g) ?? 0),
    failed,
    failures: failureBlocks(text, { begins: /^---- (.+) stdout ----$/, ends: /^failures:$/ }),
  };
};
