import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTestOutput } from './read-test-output';

/** Outputs as the runners printed them; gradle.txt is put together from its documentation. */
const sample = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'samples', `${name}.txt`), 'utf8');

describe('readTestOutput', () => {
  it.each([
    [
      'vitest',
      4,
      2,
      ['b.test.ts [ b.test.ts ]', 'a.test.ts > top', 'a.test.ts > suite > inner'],
      'expected 1 to be 2',
    ],
    ['jest', 4, 2, ['top', 'suite › inner', 'Test suite failed to run'], 'Expected: 2'],
    ['surefire', 5, 2, ['p.ATest.bad', 'p.ATest.boom'], 'expected: <1> but was: <2>'],
    ['gradle', 3, 1, ['ATest > bad()'], 'ATest.java:6'],
    ['cargo', 2, 1, ['bad'], 'left: 1'],
    ['go-test', null, 1, ['TestBad'], 'want 1'],
    ['go-json', 4, 2, ['g.TestBad/sub', 'h'], 'want 1'],
    ['tap', 4, 1, ['payments > adds up'], '2 !== 3'],
    ['unittest', 3, 2, ['test_bad (test_x.T.test_bad)', 'test_boom (test_x.T.test_boom)'], '1 != 2'],
    [
      'pytest',
      6,
      4,
      ['test_a.py::test_bad', 'test_a.py::test_p[a b]', 'test_a.py::test_p[c - d]', 'test_a.py::test_err'],
      'E   assert 1 == 2',
    ],
  ])('reads %s', (name, tests, failed, ids, detail) => {
    const read = readTestOutput(sample(name));
    expect(read).toMatchObject({ tests, failed });
    expect(read.failures.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(read.failures.map((failure) => failure.detail).join('\n')).toContain(detail);
  });

  it.each([
    ['node:test, spec', 'ℹ tests 3\nℹ fail 0\nℹ cancelled 0\n', 3],
    ['node:test, tap', 'TAP version 13\nok 1 - a\nok 2 - b # SKIP\n1..2\n# tests 2\n# fail 0\n', 2],
    ['node:test of several packages', 'ℹ tests 3\nℹ fail 0\nℹ tests 4\nℹ fail 0\n', 7],
    ['vitest', ' Test Files  1 passed (1)\n      Tests  3 passed (3)\n', 3],
    ['vitest without a test', ' Test Files  1 failed (1)\n      Tests  no tests\n', 0],
    ['jest', 'Tests:       3 passed, 3 total\n', 3],
    ['pytest', '============ 3 passed, 2 warnings in 0.02s ============\n', 3],
    ['pytest -q', '...   [100%]\n3 passed in 61.20s (0:01:01)\n', 3],
    ['pytest without a test', 'no tests ran in 0.01s\n', 0],
    [
      'surefire of two modules',
      '[INFO] Tests run: 1, Failures: 0, Errors: 0, Skipped: 0\n[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0\n',
      3,
    ],
    [
      'cargo',
      'test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n',
      3,
    ],
    ['go test -v', '=== RUN   TestA\n--- PASS: TestA (0.00s)\nPASS\nok  \tx\t0.002s\n', 1],
    ['unittest', 'Ran 3 tests in 0.001s\n\nOK\n', 3],
    ['colours and CRLF', '\u001B[32mℹ tests 3\u001B[39m\r\nℹ fail 0\r\n', 3],
  ])('reads a green run of %s', (_name, output, tests) => {
    expect(readTestOutput(output)).toMatchObject({ tests, failed: 0, failures: [] });
  });

  it('takes what tests print for what it is', () => {
    const output = '-- Captured stdout call --\n99 passed, 1 failed\n1 passed in 0.01s\n';
    expect(readTestOutput(output)).toMatchObject({ tests: 1, failed: 0, failures: [] });
  });

  it('knows nothing of an output that it does not know', () => {
    for (const output of ['', 'all good\n', 'make: *** [test] Error 2\n', '\u0000\uFFFD'])
      expect(readTestOutput(output)).toMatchObject({ tests: null, failed: null, failures: [], cases: [] });
  });

  it('keeps at most 20 failures of 40 lines', () => {
    const lines = `  ${'x'.repeat(310)}\n`.repeat(45);
    const failing = Array.from({ length: 25 }, (_, index) => `✖ test ${index} (1.5ms)\n${lines}`).join('');
    const { failures } = readTestOutput(`ℹ tests 25\nℹ fail 25\n✖ failing tests:\n${failing}`);
    expect(failures).toHaveLength(20);
    expect(failures[0]?.detail.split('\n')).toHaveLength(40);
    expect(failures[0]?.detail.length).toBeLessThanOrEqual(40 * 301);
  });
});
