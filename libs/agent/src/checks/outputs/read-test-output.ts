import { stripVTControlCharacters } from 'node:util';
import type { TestFailure } from '../check-session';
import { readCargo } from './cargo.output';
import { readGoTest } from './go-test.output';
import { readGradle } from './gradle.output';
import { readJest } from './jest.output';
import { readNodeTest } from './node-test.output';
import { readPytest } from './pytest.output';
import { readSurefire } from './surefire.output';
import type { ReadTestOutput, TestOutputReader } from './test-output';
import { readUnittest } from './unittest.output';
import { readVitest } from './vitest.output';

/** `agent-loop` 5.3, 13. */
const MAX_FAILURES = 20;
const MAX_DETAIL_LINES = 40;
const MAX_LINE = 300;

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

const UNKNOWN: ReadTestOutput = { tests: null, failed: null, failures: [] };

function bounded({ id, detail }: TestFailure): TestFailure {
  const lines = detail.split('\n').slice(0, MAX_DETAIL_LINES);
  return { id: id.slice(0, MAX_LINE), detail: lines.map((line) => line.slice(0, MAX_LINE)).join('\n') };
}

/** Reads the output of the usual test runners; what none of them printed stays unknown. */
export function readTestOutput(output: string): ReadTestOutput {
  const text = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  for (const read of READERS) {
    const known = read(text);
    if (known !== null) return { ...known, failures: known.failures.slice(0, MAX_FAILURES).map(bounded) };
  }
  return UNKNOWN;
}
