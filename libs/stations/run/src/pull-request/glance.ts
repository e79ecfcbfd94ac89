import type { TamperItem } from '@anton/agent';
import type { ReviewFacts, RunFacts } from '../facts/run-facts';
import type { BodySource } from './body-source';
import type { QuietMarkdown } from './quiet-markdown';
import { count, plural, runWords } from './run-words';

function money(usd: number | null): string {
  return usd === null ? 'cost unknown' : `$${usd.toFixed(2)}`;
}

function reviewWords({ facts: { review }, route }: BodySource, md: QuietMarkdown): string {
  const by = `by ${md.code(route.models.reviewer)}`;
  const { open, verdict } = review;
  if (verdict === 'approved') return `approved ${by}`;
  if (verdict === 'unavailable') return '**not reviewed** (reviewer unavailable)';
  return verdict === 'not_reviewed' ? '**not reviewed**' : `**rejected** ${by}, ${open.length} open`;
}

function sizeWords({ diff }: RunFacts): readonly string[] {
  if (diff === null) return [];
  const sum = (lines: readonly number[]): string => count(lines.reduce((all, one) => all + one, 0));
  const [added, deleted] = [
    sum(diff.files.map(({ addedLines }) => addedLines)),
    sum(diff.files.map(({ deletedLines }) => deletedLines)),
  ];
  return [`${plural(diff.files.length, 'file')}, +${added} −${deleted}`];
}

function testWords(tamper: readonly TamperItem[]): readonly string[] {
  if (tamper.some(({ blocking }) => blocking)) return ['**tests removed or skipped**'];
  const isWeaker = tamper.some(({ kind }) => kind !== 'ci_config' && kind !== 'test_config');
  return isWeaker ? ['**tests changed**, see below'] : [];
}

/** The one line that a reader decides by: proof, checks, review, tests that went, money. */
export function glanceOf(
  source: BodySource,
  tamper: readonly TamperItem[],
  md: QuietMarkdown,
): readonly string[] {
  const { facts } = source;
  const { final, budget } = facts;
  return [
    facts.isProven ? '**proven** red → green' : '**not proven**',
    final?.outcome === 'passed' ? runWords(final) : `**checks ${runWords(final)}**`,
    reviewWords(source, md),
    ...testWords(tamper),
    ...sizeWords(facts),
    ...(budget === null ? [] : [money(budget.total().usd)]),
  ];
}

/** `2 open, 1 fixed`, without what there is none of. */
function findingCounts({ open, settled }: ReviewFacts): string {
  const fixed = settled.filter(({ how }) => how === 'fixed').length;
  const withdrawn = settled.length - fixed;
  return [
    ...(open.length === 0 ? [] : [`${open.length} open`]),
    ...(fixed === 0 ? [] : [`${fixed} fixed`]),
    ...(withdrawn === 0 ? [] : [`${withdrawn} disputed by the author and withdrawn`]),
  ].join(', ');
}

/** The verdict and what it rests on. */
export function verdictWords({ facts: { review }, route }: BodySource, md: QuietMarkdown): string {
  const { verdict, rounds, unavailable } = review;
  const by = md.code(route.models.reviewer);
  if (verdict === 'not_reviewed') return `**Not reviewed**: it did not come to ${by}.`;
  const why = unavailable === '' ? '' : ` (${md.line(unavailable, 300)})`;
  if (verdict === 'unavailable')
    return `**Not reviewed**: ${by} was unavailable in round ${rounds}${why}. That is neither approval nor rejection.`;
  const counts = findingCounts(review);
  const what = counts === '' ? 'no blocking finding' : `blocking findings: ${counts}`;
  const word = verdict === 'approved' ? 'Approved' : 'Rejected';
  return `**${word}** by ${by} in ${plural(rounds, 'round')}; ${what}.`;
}

/** What the run spent, of what it might. */
export function spentWords({ facts: { budget }, route: { limits } }: BodySource): string {
  if (budget === null) return 'no model was called';
  const { usd, usage, calls } = budget.total();
  const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const cached = input === 0 ? 0 : Math.round((usage.cacheReadTokens / input) * 100);
  const tokens = `${count(input)} tokens in (${cached} % from the cache), ${count(usage.outputTokens)} out`;
  return `${money(usd)} of at most $${limits.costUsd.toFixed(2)} for ${plural(calls, 'model call')}: ${tokens}`;
}
