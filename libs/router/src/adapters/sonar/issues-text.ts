import { visibleText } from '@anton/platform';
import type { IssueGroup } from './chosen-issues';
import { fileOf, type SonarIssue } from './sonar-issue';

const MAX_MESSAGE = 500;
const MAX_PATH = 300;

const oneLine = (text: string, max: number): string =>
  visibleText(text).replace(/\s+/g, ' ').replaceAll('`', "'").trim().slice(0, max);

function issueLine(issue: SonarIssue): string {
  const line = issue.line === undefined ? '' : `:${issue.line}`;
  return `- \`${oneLine(fileOf(issue), MAX_PATH)}${line}\` ${oneLine(issue.message, MAX_MESSAGE)}`;
}

function heading({ rule, issues }: IssueGroup): string {
  const [first] = issues;
  const words = [first?.type, first?.severity ?? first?.impacts[0]?.severity].filter(
    (word) => word !== undefined,
  );
  return `### ${oneLine([rule, ...words].join(', '), MAX_PATH)}`;
}

/** The issues to fix as Markdown; `total` is how many there are in new code. */
export function issuesText(groups: readonly IssueGroup[], total: number): string {
  const count = groups.reduce((sum, { issues }) => sum + issues.length, 0);
  if (count === 0)
    return '## Issues\n\nThe analysis has no open issue in new code: the gate failed by its conditions alone.';
  const others = total - count;
  const rest = others > 0 ? ` ${others} more are open in new code and are not part of this task.` : '';
  const sections = groups.map((group) => [heading(group), ...group.issues.map(issueLine)].join('\n'));
  return [`## Issues\n\nFix these ${count}.${rest}`, ...sections].join('\n\n');
}
