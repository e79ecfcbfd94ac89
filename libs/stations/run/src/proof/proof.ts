import type { CheckRun } from '@anton/agent';

/** One run of a proof, and the tree that it ran on. */
export interface ProofRun {
  readonly treeSha: string;
  readonly run: CheckRun;
}

/** What the runner itself saw: the same tests red on the base and green on the head. */
export interface Proof {
  readonly kind: 'red_green' | 'none';
  /** Why there is none. */
  readonly reason: string | null;
  /** Tests that failed on the base and pass on the head, at most 20. */
  readonly tests: readonly string[];
  readonly base: ProofRun | null;
  readonly head: ProofRun | null;
}

const MAX_TESTS = 20;

/** No proof, and why. */
export function noProof(reason: string, runs: Partial<Pick<Proof, 'base' | 'head'>> = {}): Proof {
  return { kind: 'none', reason, tests: [], base: runs.base ?? null, head: runs.head ?? null };
}

/** The names of failing tests: of all when the runner named them, else of those that were shown. Flaky ones prove nothing. */
function failingOf({ cases, failures, flaky }: CheckRun): string[] {
  const named = cases.filter(({ status }) => status === 'failed').map(({ id }) => id);
  const ids = named.length > 0 ? named : failures.map(({ id }) => id);
  return ids.filter((id) => !flaky.includes(id));
}

/** True when the run shows that the test passed; of a runner that names only failures, that it did not fail. */
function passes({ cases, failures, tests }: CheckRun): (id: string) => boolean {
  if (cases.length > 0) {
    const passed = new Set(cases.filter(({ status }) => status === 'passed').map(({ id }) => id));
    return (id) => passed.has(id);
  }
  const failed = new Set(failures.map(({ id }) => id));
  return (id) => (tests ?? 0) > 0 && !failed.has(id);
}

function whyNone(base: ProofRun): string {
  const { outcome, exitCode } = base.run;
  if (outcome === 'passed')
    return 'the tests of this change pass on the base commit too, so they do not show the problem';
  if (outcome === 'timed_out') return 'the tests of this change did not terminate on the base commit';
  return `no test of this change failed on the base commit and passes now (exit ${exitCode ?? 'none'} there)`;
}

/** Judges two runs: at least one test failed on the base that passes on the head. */
export function proofOf(base: ProofRun, head: ProofRun): Proof {
  if (head.run.outcome !== 'passed')
    return noProof('the checks do not pass on the exported tree', { base, head });
  const tests = base.run.outcome === 'failed' ? failingOf(base.run).filter(passes(head.run)) : [];
  if (tests.length === 0) return noProof(whyNone(base), { base, head });
  return { kind: 'red_green', reason: null, tests: tests.slice(0, MAX_TESTS), base, head };
}
