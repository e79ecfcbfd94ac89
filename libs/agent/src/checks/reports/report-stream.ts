import { REPORT_MARK, ROOT_MARK } from './report-script';

/** One report file. */
export interface ReportFile {
  readonly path: string;
  readonly content: string;
}

/** The reports of one run, and the absolute folder that it ran in. */
export interface ReportStream {
  readonly root: string;
  readonly files: readonly ReportFile[];
}

const LINE_END = 0x0a;
const HEADER = new RegExp(`^${REPORT_MARK} (\\d+) (.+)$`, 's');

/** Takes the output of the collecting script apart; what does not fit ends the reading, nothing throws. */
export function readReportStream(output: Buffer): ReportStream {
  const files: ReportFile[] = [];
  let at = output.indexOf(LINE_END);
  const first = output.subarray(0, Math.max(at, 0)).toString('utf8');
  const root = first.startsWith(`${ROOT_MARK} `) ? first.slice(ROOT_MARK.length + 1) : '';
  while (at >= 0) {
    const end = output.indexOf(LINE_END, at + 1);
    if (end < 0) break;
    const header = HEADER.exec(output.subarray(at + 1, end).toString('utf8'));
    if (header === null) break;
    const [, size = '0', path = ''] = header;
    const next = end + 1 + Number(size);
    if (next > output.length) break;
    files.push({ path, content: output.subarray(end + 1, next).toString('utf8') });
    at = next;
  }
  return { root, files };
}
