import type { TestCase } from '../check-session';
import { failureBlocks } from './failure-blocks';
import { sumOf, type TestOutputReader } from './test-output';

const STATUS: Readonly<Record<string, TestCase['status']>> = { ok: 'passed', FAILED: 'failed' };

/** Every test, which cargo names without `--quiet`. */
function casesOf(text: string): TestCase[] {
  const lines = [...text.matchAll(/^test (\S.*?) \.\.\. (ok|FAILED|ignored)\b/gm)];
  return lines.map(([, id = '', word = '']) => ({ id, status: STATUS[word] ?? 'skipped' }));
}

/** `cargo test`, with and without `--quiet` (https://doc.rust-lang.org/cargo/commands/cargo-test.html). */
export const readCargo: TestOutputReader = (text) => {
  const results = text.match(/^test result: .*$/gm)?.join('\n');
  if (results === undefined) return null;
  const failed = sumOf(results, /(\d+) failed;/g) ?? 0;
  return {
    tests: failed + (sumOf(results, /(\d+) (?:passed|ignored);/g) ?? 0),
    failed,
    skipped: sumOf(results, /(\d+) ignored;/g) ?? 0,
    cases: casesOf(text),
    failures: failureBlocks(text, { begins: /^---- (.+) stdout ----$/, ends: /^failures:$/ }),
  };
};
