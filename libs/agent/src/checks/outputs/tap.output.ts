import { Parser, type Result } from 'tap-parser';
import type { TestCase } from '../check-session';
import { resultsOf, type ReportedTest } from '../reports/test-result';
import type { TestOutputReader } from './test-output';

/** A stream begins with its version, or is one of node:test, which ends with its sums. */
const IS_TAP = /^TAP version 1[34]$|^(?:not )?ok \d+ - [\s\S]*^# tests \d+$/m;

function statusOf({ ok, skip, todo }: Result): TestCase['status'] {
  if (skip !== false || todo !== false) return 'skipped';
  return ok ? 'passed' : 'failed';
}

function detailOf(diag: unknown): string {
  if (typeof diag !== 'object' || diag === null) return '';
  const { error, message, stack } = diag as Readonly<Record<string, unknown>>;
  return [error ?? message, stack].filter((part) => typeof part === 'string').join('\n');
}

/** Collects the tests of one level. A level that holds others is a suite, and counts by these. */
function watch(parser: Parser, found: ReportedTest[], owners: readonly string[] = []): void {
  const suites = new Set<string>();
  parser.on('child', (child: Parser) => {
    suites.add(child.name);
    watch(child, found, [...owners, child.name]);
  });
  parser.on('assert', (result: Result) => {
    if (suites.delete(result.name) && result.diag?.type !== 'test') return;
    const id = [...owners, result.name].join(' > ');
    found.push({ id, status: statusOf(result), detail: detailOf(result.diag) });
  });
}

/** The Test Anything Protocol (https://testanything.org), of node:test, tape, tap, prove and others. */
export const readTap: TestOutputReader = (text) => {
  if (!IS_TAP.test(text)) return null;
  const found: ReportedTest[] = [];
  try {
    const parser = new Parser();
    watch(parser, found);
    parser.end(text);
  } catch {
    return null;
  }
  return found.length === 0 ? null : resultsOf(found);
};
