import { z } from 'zod';
import { resultsOf, type ReportedTest } from '../reports/test-result';
import type { TestOutputReader } from './test-output';

/** One line of `go test -json` (https://pkg.go.dev/cmd/test2json). */
const EVENT = z.object({
  Action: z.string(),
  Package: z.string().optional(),
  ImportPath: z.string().optional(),
  Test: z.string().optional(),
  Output: z.string().optional(),
});
type GoEvent = z.infer<typeof EVENT>;

const STATUS: Readonly<Record<string, ReportedTest['status']>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
};

function eventOf(line: string): GoEvent | null {
  if (!line.startsWith('{"')) return null;
  try {
    return EVENT.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}

/** `example.org/pay.TestBill/zero`; a package that cannot be built is named alone. */
function idOf({ Package: name, ImportPath: path, Test: test }: GoEvent): string {
  const owner = name ?? path?.split(' ')[0] ?? '';
  return test === undefined ? owner : `${owner}.${test}`;
}

/** Tests with sub-tests, which count by these. */
function parentsOf(ids: readonly string[]): ReadonlySet<string> {
  return new Set(ids.map((id) => id.slice(0, Math.max(id.lastIndexOf('/'), 0))));
}

/** `go test -json`: every test by name; what a package says that fails without a failing test is its failure. */
export const readGoJson: TestOutputReader = (text) => {
  const events = text.split('\n').flatMap((line) => eventOf(line) ?? []);
  if (events.length === 0) return null;
  const said = new Map<string, string>();
  const ended = new Map<string, { status: ReportedTest['status']; isTest: boolean }>();
  for (const event of events) {
    const [id, status] = [idOf(event), STATUS[event.Action]];
    if (event.Output !== undefined) said.set(id, (said.get(id) ?? '') + event.Output);
    if (status !== undefined) ended.set(id, { status, isTest: event.Test !== undefined });
  }
  const tests = [...ended].filter(([, { isTest }]) => isTest);
  const parents = parentsOf(tests.map(([id]) => id));
  const failing = tests.filter(([, { status }]) => status === 'failed');
  const isExplained = (owner: string): boolean => failing.some(([id]) => id.startsWith(`${owner}.`));
  const counted = [...ended].filter(([id, { status, isTest }]) =>
    isTest ? !parents.has(id) : status === 'failed' && !isExplained(id),
  );
  return resultsOf(counted.map(([id, { status }]) => ({ id, status, detail: said.get(id) ?? '' })));
};
