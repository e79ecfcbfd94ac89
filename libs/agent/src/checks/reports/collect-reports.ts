import { isAntonError } from '@anton/contracts';
import type { Workspace } from '@anton/workspace';
import type { ReadTestOutput } from '../outputs/test-output';
import { readReports } from './read-reports';
import { collectScript, MAX_REPORT_BYTES } from './report-script';
import { readReportStream } from './report-stream';

const TIMEOUT_MS = 60_000;
/** The reports and what names them. */
const MAX_STREAM_BYTES = MAX_REPORT_BYTES + 4 * 1024 * 1024;

/** Reads what the run `id` of `command` reported, through the workspace; null when it reported nothing readable. */
export async function collectReports(
  workspace: Workspace,
  { id, command, signal }: { readonly id: string; readonly command: string; readonly signal: AbortSignal },
): Promise<ReadTestOutput | null> {
  try {
    const script = collectScript(id, command);
    const { output } = await workspace.exec({ command: script, timeoutMs: TIMEOUT_MS, signal });
    return readReports(readReportStream(await workspace.read(output.logPath, MAX_STREAM_BYTES)));
  } catch (error) {
    if (isAntonError(error)) return null;
    throw error;
  }
}
