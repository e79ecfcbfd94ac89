import ejs from 'ejs';
import { tamperReportOf, type CheckRun, type TamperItem } from '@anton/agent';
import type { AgentTask, RouteDecision } from '@anton/contracts';
import type { RunEnding, RunFacts } from '../facts/run-facts';
import { PULL_REQUEST_TEMPLATE } from './pull-request.template';
import { code, destination, inline, quietLine } from './quiet-text';

const MAX_TITLE = 120;

function words(run: CheckRun | null): string {
  if (run === null || run.outcome === 'not_run') return 'not run';
  const counts = run.tests === null ? '' : `, ${run.tests} tests, ${run.failed ?? 0} failing`;
  const outcome = { passed: 'passed', failed: 'failed', timed_out: 'did not terminate' }[run.outcome];
  return `${outcome}${counts}, ${(run.durationMs / 1000).toFixed(1)} s`;
}

/** The title of the pull request and of its commit: deterministic, of the task alone. */
export function titleOf(task: AgentTask): string {
  const title = quietLine(task.title);
  return `fix: ${title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1)}…` : title}`;
}

function tamperOf(task: AgentTask, { diff, baseline, final }: RunFacts): readonly TamperItem[] {
  return diff === null ? [] : tamperReportOf({ task, diff: diff.text, baseline, final });
}

/** The body of the pull request, Markdown: what was wrong, what changed, proof, checks, review, cost, limits. */
export function bodyOf(task: AgentTask, route: RouteDecision, facts: RunFacts, ending: RunEnding): string {
  return ejs.render(
    PULL_REQUEST_TEMPLATE,
    {
      task,
      route,
      facts,
      ending,
      tamper: tamperOf(task, facts),
      cost: facts.budget?.total() ?? null,
      inline,
      code,
      destination,
      words,
    },
    { escape: (text: unknown) => String(text) },
  );
}

/** The trailers of the commit: by them a later attempt knows how this one stood. */
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
