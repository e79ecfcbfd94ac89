import { describe, expect, it } from 'vitest';
import type { CheckRun, TestCase } from '@anton/agent';
import { SAMPLE_BASELINE } from '@anton/testing/agent';
import { proofOf } from './proof';

const ran = (cases: Readonly<Record<string, TestCase['status']>>, fields: Partial<CheckRun> = {}) => {
  const all = Object.entries(cases).map(([id, status]) => ({ id, status }));
  const failing = all.filter(({ status }) => status === 'failed');
  const run: CheckRun = {
    ...SAMPLE_BASELINE,
    outcome: failing.length > 0 ? 'failed' : 'passed',
    failures: failing.map(({ id }) => ({ id, detail: '' })),
    cases: all,
    ...fields,
  };
  return { treeSha: 'a', run };
};
const GREEN = ran({ x: 'passed', y: 'passed' });

describe('proofOf', () => {
  it('takes the tests that failed on the base and pass on the head', () => {
    const proof = proofOf(ran({ x: 'failed', y: 'passed', z: 'failed' }), GREEN);
    expect(proof).toMatchObject({ kind: 'red_green', tests: ['x'], reason: null });
  });

  it('goes by failures and counts where the runner names no test', () => {
    const base = ran({ x: 'failed' }, { cases: [] });
    const head = ran({}, { tests: 2 });
    expect(proofOf(base, head)).toMatchObject({ kind: 'red_green', tests: ['x'] });
    expect(proofOf(base, ran({}, { tests: 0 }))).toMatchObject({ kind: 'none' });
  });

  it.each([
    ['pass on the base too', ran({ x: 'passed' }), GREEN, /pass on the base commit too/],
    ['are skipped on the head', ran({ x: 'failed' }), ran({ x: 'skipped' }), /no test/],
    ['do not run on the base', ran({}, { outcome: 'failed', exitCode: 2 }), GREEN, /exit 2/],
    ['are flaky', ran({ x: 'failed' }, { flaky: ['x'] }), GREEN, /no test/],
    ['hang on the base', ran({ x: 'failed' }, { outcome: 'timed_out' }), GREEN, /did not terminate/],
    ['fail on the head', ran({ x: 'failed' }), ran({ x: 'passed', y: 'failed' }), /exported tree/],
  ])('is none when the tests %s', (_name, base, head, reason) => {
    expect(proofOf(base, head)).toMatchObject({
      kind: 'none',
      tests: [],
      reason: expect.stringMatching(reason),
    });
  });
});
