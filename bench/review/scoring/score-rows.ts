import { row, type Row } from '../../harness/row';
import type { Outcome, Rates, Score } from './score';
import { wilson, type Share } from './wilson';

function rateRow(what: string, share: Share): Row {
  const [low, high] = wilson(share).map((bound) => Math.round(100 * bound));
  const words = `${what} (${share.hits} of ${share.of}; 95 %: ${low} to ${high} %)`;
  return row(words, share.of === 0 ? NaN : (100 * share.hits) / share.of, '%');
}

function groupRows(who: string, groups: ReadonlyMap<string, Rates>): Row[] {
  return [...groups].flatMap(([name, { caught, falseRejects }]) => [
    ...(caught.of === 0 ? [] : [rateRow(`${who}: ${name}: caught`, caught)]),
    ...(falseRejects.of === 0 ? [] : [rateRow(`${who}: ${name}: false rejects`, falseRejects)]),
  ]);
}

/** The rows of a score. `who` is the model. */
export function scoreRows(who: string, score: Score): Row[] {
  const { usd, unpriced, judged } = score;
  return [
    rateRow(`${who}: bad diffs caught`, score.caught),
    rateRow(`${who}: bad diffs rejected for another reason`, score.otherReason),
    rateRow(`${who}: good diffs rejected`, score.falseRejects),
    ...groupRows(who, score.byLanguage),
    ...groupRows(who, score.byClass),
    row(`${who}: reviews without an answer (of ${judged.length}; in no rate)`, score.unavailable, 'diffs'),
    row(`${who}: calls`, score.calls, 'calls'),
    row(`${who}: cost${unpriced === 0 ? '' : `, without ${unpriced} of unknown price`}`, usd, 'USD'),
  ];
}

/** Every change that was not judged as it should be, by name. */
export function mistakes({ judged }: Score): string[] {
  const of = (outcome: Outcome): string[] =>
    judged.filter((one) => one.outcome === outcome).map(({ diff }) => diff.id);
  const wrong = {
    missed: of('missed'),
    'rejected for another reason': of('other_reason'),
    'rejected though good': of('false_reject'),
    'without an answer': of('unavailable'),
  };
  return Object.entries(wrong).flatMap(([what, ids]) =>
    ids.length === 0 ? [] : [`${what}: ${ids.join(', ')}`],
  );
}
