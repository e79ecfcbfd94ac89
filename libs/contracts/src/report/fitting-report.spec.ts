import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fittingReport, TERMINATION_MESSAGE_BYTES } from './fitting-report';
import { reportOnTheWire } from './report.fixture';
import { parseRunReport, type RunReport } from './run-report';

const bytesOf = (report: RunReport): number => Buffer.byteLength(JSON.stringify(report));

/** Every text and list as long as `text` and `count` make them. */
function largeReport(text: string, count: number): RunReport {
  const failing = Array.from({ length: count }, (_value, index) => `${index} ${text}`);
  const run = { outcome: 'failed', exitCode: 1, tests: 9, failed: 9, failing, flaky: failing, durationMs: 1 };
  const proven = { treeSha: text, command: text, exitCode: 0, durationMs: 1, failing };
  const finding = { severity: 'critical', title: text, file: text, line: 7 };
  return parseRunReport(
    reportOnTheWire({
      message: text.slice(0, 4_000),
      branch: text,
      headSha: text,
      pullRequest: { url: text.slice(0, 2_000), number: 7, draft: true },
      checks: { command: text, baseline: run, final: run },
      proof: { kind: 'none', detail: text, reason: text, tests: failing, base: proven, head: proven },
      review: { rounds: 3, verdict: 'rejected', findings: failing.map(() => finding) },
      blocked: failing.slice(0, 20).map((host) => ({ host: host.slice(0, 253), port: 443, times: 1 })),
    }),
  );
}

it('leaves a report alone that fits', () => {
  const report = parseRunReport(reportOnTheWire());
  expect(fittingReport(report)).toBe(report);
});

it('is valid and fits, whatever a report says, and keeps what decides', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '"', '\u0001', '\u00e4', '\u{1F642}', '\ud83d'),
    maxLength: 900,
  });
  fc.assert(
    fc.property(text, fc.nat(60), (long, count) => {
      const fitting = fittingReport(largeReport(long.repeat(5), count));
      expect(bytesOf(fitting)).toBeLessThanOrEqual(TERMINATION_MESSAGE_BYTES);
      expect(parseRunReport(JSON.parse(JSON.stringify(fitting)))).toMatchObject({
        status: 'pr_opened',
        pullRequest: { number: 7, draft: true },
        review: { rounds: 3, verdict: 'rejected' },
        checks: { final: { failed: 9 } },
      });
    }),
    { numRuns: 60 },
  );
});

it('keeps ids and addresses whole where only lists are long', () => {
  const long = largeReport('a test that fails, with quite a long name of 60 characters', 200);
  const ids = { branch: 'fix/datadog-payment-npe-wfvbx64mn5', headSha: 'b'.repeat(40) };
  const pullRequest = { url: `https://github.com/acme/${'x'.repeat(100)}/pull/7`, number: 7, draft: false };
  const fitting = fittingReport(Object.assign(long, ids, { pullRequest }));
  expect(fitting).toMatchObject({ ...ids, pullRequest });
  expect(fitting.checks.final?.failing.length).toBeGreaterThan(0);
  expect(bytesOf(fitting)).toBeGreaterThan(2_000);
});
