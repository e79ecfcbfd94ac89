import { z } from 'zod';
import type { ReportedTest } from './test-result';

/** The part of `jest --json` that counts (https://jestjs.io/docs/configuration#testresultsprocessor-string). */
const JEST = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()).default([]),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

const STATUS: Readonly<Record<string, ReportedTest['status']>> = { passed: 'passed', failed: 'failed' };

/** The tests of a `jest --json` report, with their files relative to `root`; null when it is none. */
export function readJestReport(text: string, root: string): ReportedTest[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const report = JEST.safeParse(value);
  if (!report.success) return null;
  return report.data.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.startsWith(`${root}/`) ? name.slice(root.length + 1) : name;
    if (assertionResults.length === 0 && status === 'failed')
      return [{ id: file, status: 'failed' as const, detail: message }];
    return assertionResults.map((test) => ({
      id: [file, ...test.ancestorTitles, test.title].join(' › '),
      status: STATUS[test.status] ?? ('skipped' as const),
      detail: (test.failureMessages ?? []).join('\n'),
    }));
  });
}
