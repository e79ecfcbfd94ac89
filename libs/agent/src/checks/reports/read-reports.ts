import { basename } from 'node:path';
import type { ReadTestOutput } from '../outputs/test-output';
import { readJestReport } from './jest.report';
import { readJunit, type JunitDialect } from './junit.report';
import type { ReportFile, ReportStream } from './report-stream';
import { resultsOf, type ReportedTest } from './test-result';

/** Names that `report-flags` and `report-script` give; a file with another name is of Maven or Gradle. */
const DIALECTS: Readonly<Record<string, JunitDialect>> = {
  'pytest.xml': 'pytest',
  'vitest.xml': 'vitest',
  'node.xml': 'node',
};

function readOne({ path, content }: ReportFile, root: string): ReportedTest[] | null {
  const name = basename(path);
  return name === 'jest.json' ? readJestReport(content, root) : readJunit(content, DIALECTS[name] ?? 'other');
}

/** The results that the reports of a run hold; null when there is no readable one with a test in it. */
export function readReports({ root, files }: ReportStream): ReadTestOutput | null {
  const tests = files.flatMap((file) => readOne(file, root) ?? []);
  return tests.length === 0 ? null : resultsOf(tests);
}
