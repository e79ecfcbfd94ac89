import ejs from 'ejs';
import type { RouteDecision } from '@anton/contracts';
import type { RunEnding, RunFacts } from '../facts/run-facts';
import { FOOT, HEAD, PARTS, TEMPLATES } from './body-parts';
import type { BodySource } from './body-source';
import { bodyView } from './body-view';
import { openPointsOf } from './open-points';
import { placedParts } from './placed-parts';
import type { QuietMarkdown } from './quiet-markdown';
import { sectionsOf } from './repository-template';

/** Forges refuse more than 65,536 characters. */
const MAX_BODY = 60_000;

/** The templates are ours; everything that is not is data, and disarmed before it comes here. */
function render(template: string, values: ejs.Data): string {
  return ejs.render(template, values, { escape: (text: unknown) => String(text) }).trim();
}

/**
 * The body of the pull request, Markdown: what is open, proof, checks and review at a glance, then the parts, placed
 * in the repository's own template where it has one. The same facts give the same bytes; at most 60,000 characters.
 */
export function bodyOf(source: BodySource, template: string | null, md: QuietMarkdown): string {
  const { route, facts, ending } = source;
  const draft = openPointsOf(route, facts, ending).length > 0;
  const trailers = Object.entries(trailersOf(route, facts, ending, draft));
  const values = { ...bodyView(source, md), trailers };
  const texts = new Map(
    PARTS.map((name) => [name, render(TEMPLATES[name], values)] as const).filter(([, text]) => text !== ''),
  );
  const [head, foot] = [render(HEAD, values), render(FOOT, values)];
  const bodies = [template === null ? [] : sectionsOf(template, md), []].map(
    (own) => `${[head, placedParts(texts, own), foot].join('\n\n')}\n`,
  );
  return bodies.find((body) => body.length <= MAX_BODY) ?? `${head}\n\n${foot}\n`;
}

/** The trailers of the commit, also at the end of the body: by them a later attempt knows how this one stood. */
export function trailersOf(
  route: RouteDecision,
  facts: RunFacts,
  ending: RunEnding,
  draft: boolean,
): Record<string, string> {
  return {
    'Anton-Task': route.taskId,
    'Anton-Attempt': String(route.attempt),
    'Anton-Status': ending.status,
    'Anton-Draft': String(draft),
    'Anton-Checks': facts.final?.outcome ?? 'not_run',
    'Anton-Review': facts.review.verdict,
  };
}
