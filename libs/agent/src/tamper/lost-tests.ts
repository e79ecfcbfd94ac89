import type { CheckRun } from '../checks/check-session';

/** What separates a test's own name from where it lies. Not a dot: names of tests hold them. */
const SEPARATOR = /::| > | › |\//;
/** `p.ATest.bad` of JUnit, whose parts have no spaces. */
const JAVA_NAME = /^[\w$.[\](), ]+$/;

/** Tests that passed before the change and do not run after it. */
export interface LostTests {
  readonly removed: readonly string[];
  readonly skipped: readonly string[];
}

function partsOf(id: string): readonly [owner: string, name: string] {
  const parts = id.split(SEPARATOR);
  const pieces = parts.length === 1 && JAVA_NAME.test(id) ? id.split('.') : parts;
  return [pieces.slice(0, -1).join('/'), pieces.at(-1) ?? id];
}

/** How many of the ids lie in each place. */
function byOwner(ids: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(partsOf(id)[0], (counts.get(partsOf(id)[0]) ?? 0) + 1);
  return counts;
}

/**
 * Compares two runs by the names of their tests; null when one of them did not name them. A test whose name turns up
 * in another place was moved. Where a place has as many new tests as it lost, the diff alone tells a new name from a
 * test that was replaced: they are not counted here.
 */
export function lostTests(baseline: CheckRun, final: CheckRun): LostTests | null {
  if (baseline.cases.length === 0 || final.cases.length === 0 || final.outcome !== 'passed') return null;
  const flaky = new Set(baseline.flaky);
  const before = new Set(baseline.cases.map(({ id }) => id));
  const after = new Map(final.cases.map(({ id, status }) => [id, status]));
  const passed = baseline.cases.filter(({ id, status }) => status === 'passed' && !flaky.has(id));
  const fresh = [...after.keys()].filter((id) => !before.has(id));
  const freshNames = new Set(fresh.map((id) => partsOf(id)[1]));
  const missing = passed
    .map(({ id }) => id)
    .filter((id) => !after.has(id) && !freshNames.has(partsOf(id)[1]));
  const [lost, gained] = [byOwner(missing), byOwner(fresh)];
  return {
    removed: missing.filter((id) => {
      const [owner] = partsOf(id);
      return (lost.get(owner) ?? 0) > (gained.get(owner) ?? 0);
    }),
    skipped: passed.map(({ id }) => id).filter((id) => after.get(id) === 'skipped'),
  };
}
