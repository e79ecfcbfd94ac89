import type { CheckRun, TestFailure } from '@anton/agent';
import type { RunFacts } from '../facts/run-facts';

/** Tests of one kind, for a list. */
export interface TestList {
  readonly what: string;
  readonly ids: readonly string[];
}

function idsOf(run: CheckRun | null): readonly string[] {
  return run === null ? [] : run.failures.map(({ id }: TestFailure) => id);
}

/** What failed before and after the change, by what a reader has to do about it: the worst first. */
export function failuresOf({ baseline, final, proof, isProven }: RunFacts): readonly TestList[] {
  const flaky = new Set([...(baseline?.flaky ?? []), ...(final?.flaky ?? [])]);
  const before = idsOf(baseline).filter((id) => !flaky.has(id));
  const after = idsOf(final).filter((id) => !flaky.has(id));
  const proven = new Set(isProven ? (proof?.tests ?? []) : []);
  const was = before.filter((id) => !after.includes(id) && !proven.has(id));
  const isGreen = final?.outcome === 'passed';
  return [
    { what: 'Fails now and did not before', ids: after.filter((id) => !before.includes(id)) },
    { what: 'Failed before this change and still fails', ids: after.filter((id) => before.includes(id)) },
    { what: `Failed before this change${isGreen ? ', passes now' : ''}`, ids: was },
    { what: 'Flaky: failed once and passed when run again, unchanged', ids: [...flaky] },
  ].filter(({ ids }) => ids.length > 0);
}
