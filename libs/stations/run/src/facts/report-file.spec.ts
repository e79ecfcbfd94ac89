import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseRunReport, TERMINATION_MESSAGE_BYTES } from '@anton/contracts';
import { sampleRoute, sampleTask } from '@anton/testing/samples';
import { Redactor } from '@anton/platform';
import { writeReport, writeTerminationMessage } from './report-file';
import { reportOf } from './report-of';
import { RunFacts } from './run-facts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'anton-report-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const report = reportOf(
  sampleRoute(sampleTask('PAY-1')),
  new RunFacts(),
  { status: 'stuck', message: 'ä'.repeat(4_000) },
  new Redactor(),
);

it('is written whole as a file', async () => {
  const file = join(dir, 'report.json');
  await writeReport(file, report);
  expect(parseRunReport(JSON.parse(readFileSync(file, 'utf8')))).toEqual(parseRunReport(report));
});

it('is cut as a termination message, written into the file that is mounted, with nothing beside it', async () => {
  const file = join(dir, 'message');
  writeFileSync(file, '');
  const before = statSync(file).ino;
  await writeTerminationMessage(file, report);
  expect(statSync(file)).toMatchObject({ ino: before });
  expect(statSync(file).size).toBeLessThanOrEqual(TERMINATION_MESSAGE_BYTES);
  expect(readdirSync(dir)).toEqual(['message']);
  expect(parseRunReport(JSON.parse(readFileSync(file, 'utf8')))).toMatchObject({ status: 'stuck' });
});
