import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsString, Min, ValidateNested } from 'class-validator';

export const REVIEW_VERDICTS = ['approved', 'rejected', 'unavailable', 'not_reviewed'] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];
export const FINDING_SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** One finding of a reviewer, anchored to the diff. */
export class ReportFinding {
  @IsIn(FINDING_SEVERITIES)
  severity: FindingSeverity;

  @IsString()
  title: string;

  @IsString()
  file: string;

  @IsInt()
  line: number;
}

/** How the review went. `unavailable` is a reviewer that could not answer: never an approval, never a rejection. */
export class ReportReview {
  @IsInt()
  @Min(0)
  rounds: number;

  @IsIn(REVIEW_VERDICTS)
  verdict: ReviewVerdict;

  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => ReportFinding)
  findings: ReportFinding[];
}
