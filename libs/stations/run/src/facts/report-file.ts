import { rename, writeFile } from 'node:fs/promises';
import type { RunReport } from '@anton/contracts';

/** Writes the report so that a reader sees all of it or nothing. */
export async function writeReport(file: string, report: RunReport): Promise<void> {
  const partial = `${file}.partial`;
  await writeFile(partial, `${JSON.stringify(report)}\n`, { mode: 0o600, flush: true });
  await rename(partial, file);
}
