import { stripVTControlCharacters } from 'node:util';
import { boundedFailures } from '../reports/test-result';
import { readCargo } from './cargo.output';
import { readGoJson } from './go-json.output';
import { readGoTest } from './go-test.output';
import { readGradle } from './gradle.output';
import { readJest } from './jest.output';
import { readNodeTest } from './node-test.output';
import { readPytest } from './pytest.output';
import { readSurefire } from './surefire.output';
import { readTap } from './tap.output';
import type { ReadTestOutput, TestOutputReader } from './test-output';
import { readUnittest } from './unittest.output';
import { readVitest } from './vitest.output';

/** Formats for machines, which may be long. */
const STRUCTURED: readonly TestOutputReader[] = [readGoJson, readTap];
const READERS: readonly TestOutputReader[] = [
  readNodeTest,
  readVitest,
  readJest,
  readPytest,
  readUnittest,
  readSurefire,
  readGradle,
  readCargo,
  readGoTest,
];

const UNKNOWN: ReadTestOutput = { tests: null, failed: null, skipped: null, failures: [], cases: [] };

function firstOf(readers: readonly TestOutputReader[], output: string): ReadTestOutput | null {
  const text = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  for (const read of readers) {
    const known = read(text);
    if (known !== null) return { cases: [], ...known, failures: boundedFailures(known.failures) };
  }
  return null;
}

/** Characters at the end of an output in which the sums and failures for people are looked for. */
const READ_CHARACTERS = 400_000;

/** Reads the output of the usual test runners; what none of them printed stays unknown. */
export function readTestOutput(output: string): ReadTestOutput {
  return firstOf(STRUCTURED, output) ?? firstOf(READERS, output.slice(-READ_CHARACTERS)) ?? UNKNOWN;
}
