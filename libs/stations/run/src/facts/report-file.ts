import { rename, writeFile } from 'node:fs/promises';
import { fittingReport, type RunReport } from '@anton/contracts';

/** Writes the report so that a reader sees all of it or nothing. */
export async function writeReport(file: string, report: RunReport): Promise<void> {
  const partial = `${file}.partial`;
  await writeFile(partial, `${JSON.stringify(report)}\n`, { mode: 0o600, flush: true });
  await rename(partial, file);
}

/**
 * Writes the report as a container's termination message: cut to what the kubelet reads of one. The file is mounted, so
 * it cannot be replaced, and nothing can be written beside it; it is read after the process has ended.
 */
export async function writeTerminationMessage(file: string, report: RunReport): Promise<void> {
  await writeFile(file, JSON.stringify(fittingReport(report)));
}
