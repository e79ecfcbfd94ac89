import { parseRunReport, type RunReport } from '@anton/contracts';
import type { RunId } from '../run-names';

/** What a text of the runner holds. */
export type ReportReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'report'; readonly report: RunReport }
  | { readonly kind: 'unreadable'; readonly problem: string };

/** Reads the agent's termination message. */
export function readReport(text: string | undefined, run: RunId): ReportReading {
  if (text === undefined || text.trim() === '') return { kind: 'none' };
  try {
    const report = parseRunReport(JSON.parse(text));
    if (report.taskId === run.taskId && report.attempt === run.attempt) return { kind: 'report', report };
    return { kind: 'unreadable', problem: `it is of ${report.taskId}, attempt ${report.attempt}` };
  } catch (error) {
    return { kind: 'unreadable', problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads the last line of the agent's log that is a report of this run. */
export function reportInLog(log: string, run: RunId): ReportReading {
  const lines = log.split('\n').filter((line) => line.startsWith('{'));
  for (const line of lines.toReversed()) {
    const reading = readReport(line, run);
    if (reading.kind === 'report') return reading;
  }
  return { kind: 'none' };
}
