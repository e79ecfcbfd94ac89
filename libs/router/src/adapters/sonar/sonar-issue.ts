import { z } from 'zod';

/** Worst first; the three words of the mode "multi-quality" stand beside those of the standard one. */
const SEVERITIES = [['BLOCKER'], ['CRITICAL', 'HIGH'], ['MAJOR', 'MEDIUM'], ['MINOR', 'LOW'], ['INFO']];

/** An issue of `api/issues/search`, as far as it is used; what else there is differs between versions. */
const sonarIssue = z.object({
  key: z.string(),
  rule: z.string(),
  component: z.string(),
  message: z.string().default(''),
  line: z.number().int().optional(),
  type: z.string().optional(),
  severity: z.string().optional(),
  impacts: z.array(z.object({ severity: z.string() })).default([]),
});

export type SonarIssue = z.infer<typeof sonarIssue>;

/** One page of `api/issues/search`. */
export const sonarIssuePage = z.object({
  paging: z.object({ total: z.number().int().min(0) }),
  issues: z.array(sonarIssue),
});

/** 0 for the worst. Unknown words come last. */
export function severityRank({ severity, impacts }: SonarIssue): number {
  const words = [severity ?? '', ...impacts.map((impact) => impact.severity)];
  const rank = SEVERITIES.findIndex((names) => words.some((word) => names.includes(word)));
  return rank < 0 ? SEVERITIES.length : rank;
}

/** The file of an issue: its component without the key of the project. */
export function fileOf({ component }: SonarIssue): string {
  return component.slice(component.indexOf(':') + 1);
}
