import type { RouteDecision, RunStatus } from '@anton/contracts';
import type { RunEnding, RunFacts } from '../facts/run-facts';
import { plural } from './run-words';

const WORDS: Partial<Record<RunStatus, string>> = {
  tests_failing: '',
  review_rejected: '',
  stuck: 'the agent came to no end: ',
  budget: 'the budget of this run is spent: ',
  timeout: 'the time was over: ',
  llm_unavailable: 'the model could not be reached: ',
};

/** By counts: the names stand further down. */
function redWords({ baseline, final }: RunFacts): string | null {
  if (final?.outcome !== 'failed' || final.failures.length === 0) return null;
  const before = new Set(baseline?.failures.map(({ id }) => id));
  const old = final.failures.filter(({ id }) => before.has(id)).length;
  const fresh = final.failures.length - old;
  const words = [
    ...(fresh === 0 ? [] : [plural(fresh, 'new failure')]),
    ...(old === 0 ? [] : [`${old} that ${old === 1 ? 'was' : 'were'} there before`]),
  ];
  return `the checks fail: ${words.join(', ')}`;
}

function ofEnding({ status, message }: RunEnding, facts: RunFacts): string[] {
  const red = status === 'tests_failing' ? redWords(facts) : null;
  if (red !== null) return [red];
  return status === 'pr_opened' ? [] : [`${WORDS[status] ?? 'the run broke off: '}${message}`];
}

function ofChecks({ plan, final }: RunFacts, { status }: RunEnding): string[] {
  if (plan === null) return ['no test command was found in this repository, so nothing was tested'];
  if (final === null || final.outcome === 'not_run') return ['the checks did not run on this change'];
  if (final.outcome === 'passed' || status === 'tests_failing') return [];
  return [final.outcome === 'failed' ? 'the checks fail' : 'the checks did not terminate'];
}

function ofProof({ plan, final, proof, isProven, ranFewerTests }: RunFacts): string[] {
  if (ranFewerTests && final?.outcome === 'passed') return ['fewer tests ran than before'];
  if (isProven || plan === null || final?.outcome !== 'passed') return [];
  return [`no proof: ${proof?.reason ?? 'the change was not tried on an exported tree'}`];
}

function ofReview({ review }: RunFacts, { status }: RunEnding): string[] {
  const { verdict, unavailable, open } = review;
  if (verdict === 'approved' || status === 'review_rejected') return [];
  if (verdict === 'rejected') return [`the review rejects it: ${plural(open.length, 'finding')} open`];
  const why = unavailable === '' ? '' : `: the reviewer was unavailable (${unavailable})`;
  return [`nobody reviewed it${why}`];
}

/** What a person has to look at before the change can be merged; with any of it the pull request is a draft. */
export function openPointsOf(
  { autonomy }: Pick<RouteDecision, 'autonomy'>,
  facts: RunFacts,
  ending: RunEnding,
): readonly string[] {
  const policy = autonomy === 'draft' ? ['the policy of this repository allows drafts only'] : [];
  return [
    ...ofEnding(ending, facts),
    ...ofChecks(facts, ending),
    ...ofProof(facts),
    ...ofReview(facts, ending),
    ...policy,
  ];
}
