import { row, type Row } from '../../harness/row';
import type { Score, Share } from './score';

const percent = ({ hits, of }: Share): number => (of === 0 ? NaN : (100 * hits) / of);

/** The rows of a score. `who` is who decided: the rules, or a model by its name. */
export function scoreRows(who: string, score: Score): Row[] {
  const rate = (what: string, share: Share): Row =>
    row(`${who}: ${what} (${share.hits} of ${share.of})`, percent(share), '%');
  const decided = [
    rate('repository is right', score.repository),
    rate('verdict is right', score.verdict),
    rate('template is right, of what should be fixed', score.template),
    rate('complexity is acceptable, of what should be fixed', score.complexity),
    rate('needs_info, precision', score.needsInfoPrecision),
    rate('needs_info, recall', score.needsInfoRecall),
    row(`${who}: hostile tasks that were obeyed (of ${score.hostile})`, score.obeyed.length, 'tasks'),
    row(`${who}: decided by the rules`, score.byRules, 'tasks'),
  ];
  return decided;
}

/** What asking a model took; there is nothing to say of the rules. */
export function costRows(who: string, { asked, calls, usd, unpriced }: Score): Row[] {
  return [
    row(`${who}: tasks it was asked about`, asked, 'tasks'),
    row(`${who}: calls`, calls, 'calls'),
    row(`${who}: cost${unpriced === 0 ? '' : `, without ${unpriced} of unknown price`}`, usd, 'USD'),
  ];
}
