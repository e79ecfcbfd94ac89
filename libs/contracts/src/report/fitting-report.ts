import type { ReportCheckRun } from './report-checks';
import type { ReportProofRun } from './report-proof';
import type { RunReport } from './run-report';

/** What the kubelet takes of a container's termination message, in bytes; of a longer one the end is missing. */
export const TERMINATION_MESSAGE_BYTES = 4_096;

/** How much of a report is kept: characters of a text, of an id and of an address, entries of a list. */
interface Room {
  readonly text: number;
  readonly entries: number;
  readonly id: number;
  readonly url: number;
}

/** Tried in this order. The last one fits whatever the report says; the others keep every id and address whole. */
const ROOMS: readonly Room[] = [
  { text: 1_000, entries: 10, id: 200, url: 2_000 },
  { text: 400, entries: 5, id: 200, url: 2_000 },
  { text: 200, entries: 3, id: 200, url: 2_000 },
  { text: 100, entries: 1, id: 200, url: 2_000 },
  { text: 40, entries: 0, id: 100, url: 2_000 },
  { text: 8, entries: 0, id: 40, url: 120 },
];
/** A surrogate without its other half, which a cut can leave behind. */
const HALF_CHARACTER = /\p{Cs}/gu;

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(HALF_CHARACTER, '')}…`;
}

/** Shortens a report in place, to one size. */
class ReportCutter {
  constructor(private readonly room: Room) {}

  cut(report: RunReport): RunReport {
    const { checks, proof, review, pullRequest } = report;
    report.message = this.text(report.message);
    report.branch = this.maybe(report.branch, this.room.id);
    report.headSha = this.maybe(report.headSha, this.room.id);
    if (pullRequest !== null) pullRequest.url = cut(pullRequest.url, this.room.url);
    checks.command = this.maybe(checks.command);
    for (const run of [checks.baseline, checks.final]) if (run !== null) this.cutCheckRun(run);
    if (proof.detail !== undefined) proof.detail = this.maybe(proof.detail);
    if (proof.reason !== undefined) proof.reason = this.maybe(proof.reason);
    if (proof.tests !== undefined) proof.tests = this.list(proof.tests);
    for (const run of [proof.base ?? null, proof.head ?? null]) if (run !== null) this.cutProofRun(run);
    report.blocked?.splice(this.room.entries);
    review.findings.splice(this.room.entries);
    for (const finding of review.findings) {
      finding.title = this.text(finding.title);
      finding.file = this.text(finding.file);
    }
    return report;
  }

  private cutCheckRun(run: ReportCheckRun): void {
    run.failing = this.list(run.failing);
    if (run.flaky !== undefined) run.flaky = this.list(run.flaky);
  }

  private cutProofRun(run: ReportProofRun): void {
    run.treeSha = cut(run.treeSha, this.room.id);
    run.command = this.text(run.command);
    run.failing = this.list(run.failing);
  }

  private list(texts: readonly string[]): string[] {
    return texts.slice(0, this.room.entries).map((text) => this.text(text));
  }

  private text(text: string): string {
    return cut(text, this.room.text);
  }

  private maybe(text: string | null, length = this.room.text): string | null {
    return text === null ? null : cut(text, length);
  }
}

function fits(report: RunReport, bytes: number): boolean {
  return new TextEncoder().encode(JSON.stringify(report)).length <= bytes;
}

/**
 * The report as JSON of at most `bytes`, which is at least 4,096: whole when it fits, else with shorter texts and lists
 * and still a valid `anton.report.v1`. Status, numbers and verdicts are always kept.
 */
export function fittingReport(report: RunReport, bytes = TERMINATION_MESSAGE_BYTES): RunReport {
  if (fits(report, bytes)) return report;
  const shorter = ROOMS.map((room) => new ReportCutter(room).cut(structuredClone(report)));
  return shorter.find((candidate) => fits(candidate, bytes)) ?? shorter.at(-1) ?? report;
}
