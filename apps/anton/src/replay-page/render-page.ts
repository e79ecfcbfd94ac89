import { createHash } from 'node:crypto';
import type { EventOf, ReadTrajectory } from '@anton/agent';
import ejs from 'ejs';
import type { FileDiff } from './diff-view';
import { eventWords } from './event-words';
import { PAGE_STYLE } from './page.style';
import { PAGE_TEMPLATE } from './page.template';
import { pageView, type PageRow, type PageView } from './page-view';
import {
  CHANGE_TEMPLATE,
  DIFFS_TEMPLATE,
  EVENT_TEMPLATE,
  REVIEW_TEMPLATE,
  TURN_TEMPLATE,
} from './row.templates';
import { checkWords, count, dollars, duration, webLink } from './words';

const WORDS = { checkWords, count, dollars, duration, webLink };

/** Nothing may be loaded or run, and only this style sheet counts. */
function policy(): string {
  const hash = createHash('sha256').update(PAGE_STYLE).digest('base64');
  return `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
}

const compiled = (template: string) => {
  const render = ejs.compile(template);
  return (values: object): string => render({ ...WORDS, ...values });
};
const renderPage = compiled(PAGE_TEMPLATE);
const renderDiffs = compiled(DIFFS_TEMPLATE);
const renderReview = compiled(REVIEW_TEMPLATE);
const renderTurn = compiled(TURN_TEMPLATE);
const renderEvent = compiled(EVENT_TEMPLATE);
const renderChange = compiled(CHANGE_TEMPLATE);

const diffs = (files: readonly FileDiff[], open: boolean): string => renderDiffs({ files, open });

function rowOf(row: PageRow): string {
  if (row.kind === 'turn') return renderTurn(row);
  if (row.kind === 'diff') return renderChange({ ...row, diffs });
  return renderEvent({ at: row.at, more: undefined, ...eventWords(row.event, row.label) });
}

function statusWords({ end, pullRequest }: PageView): string {
  const status = end?.report.status ?? '';
  if (status !== 'pr_opened') return status.replaceAll('_', ' ');
  return pullRequest?.draft === true ? 'draft opened' : 'pull request opened';
}

function cachedShare({ tokens }: PageView): string {
  return `${tokens.input === 0 ? 0 : Math.round((100 * tokens.cached) / tokens.input)} %`;
}

/** A run as one page of HTML that needs nothing else. Every text of the record is escaped. */
export function renderRun(trajectory: ReadTrajectory): string {
  const view = pageView(trajectory);
  return renderPage({
    view,
    report: view.end?.report ?? null,
    policy: policy(),
    style: PAGE_STYLE,
    statusWords: statusWords(view),
    cachedShare: cachedShare(view),
    diffs,
    reviewCard: (review: EventOf<'review'>) => renderReview(review),
    rowOf,
  });
}
