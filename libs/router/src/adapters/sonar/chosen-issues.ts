import { extname } from 'node:path/posix';
import { fileOf, severityRank, type SonarIssue } from './sonar-issue';

/** Issues of one pull request: what a reviewer takes in at once. */
const MAX_ISSUES = 5;

/** Issues that one change can mend in the same way: of one rule, in files of one type. */
export interface IssueGroup {
  readonly rule: string;
  readonly issues: readonly SonarIssue[];
}

/**
 * At most five issues, in groups of one rule and one type of file: the group with the worst issue first, then the larger
 * one; the next groups fill up. The same issues give the same choice, in whatever order they came.
 */
export function chosenIssues(issues: readonly SonarIssue[]): readonly IssueGroup[] {
  const sorted = issues.toSorted(
    (a, b) =>
      severityRank(a) - severityRank(b) ||
      a.component.localeCompare(b.component) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      a.key.localeCompare(b.key),
  );
  const byKind = Map.groupBy(sorted, (issue) => `${issue.rule} ${extname(fileOf(issue))}`);
  const groups = [...byKind.values()].toSorted((a, b) => rankOf(a) - rankOf(b) || b.length - a.length);
  const chosen: IssueGroup[] = [];
  let left = MAX_ISSUES;
  for (const group of groups) {
    const taken = group.slice(0, left);
    if (taken[0] !== undefined) chosen.push({ rule: taken[0].rule, issues: taken });
    left -= taken.length;
    if (left === 0) break;
  }
  return chosen;
}

const rankOf = ([first]: readonly SonarIssue[]): number => (first === undefined ? 0 : severityRank(first));
