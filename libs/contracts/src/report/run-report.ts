import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { TASK_ID_PATTERN } from '../task/task-id';
import { parseContract } from '../validation/parse-contract';
import { RUN_STATUSES, type RunStatus } from './run-status';

export const REPORT_SCHEMA = 'anton.report.v1';
export const CHECK_OUTCOMES = ['passed', 'failed', 'timed_out', 'not_run'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];
export const REVIEW_VERDICTS = ['approved', 'rejected', 'unavailable', 'not_reviewed'] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];
export const FINDING_SEVERITIES = ['critical', 'high', 'medium', 'low'] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];

/** The pull request that a run opened or found. */
export class ReportPullRequest {
  @IsString()
  @MaxLength(2000)
  url: string;

  @IsInt()
  @Min(1)
  number: number;

  @IsBoolean()
  draft: boolean;
}

/** One execution of the checks by the runner itself. Counts are null where the output could not be read. */
export class ReportCheckRun {
  @IsIn(CHECK_OUTCOMES)
  outcome: CheckOutcome;

  @IsOptional()
  @IsInt()
  exitCode: number | null;

  @IsOptional()
  @IsInt()
  tests: number | null;

  @IsOptional()
  @IsInt()
  failed: number | null;

  /** Part of `tests`. Missing in reports of older runners. */
  @IsOptional()
  @IsInt()
  skipped?: number | null;

  @IsArray()
  @IsString({ each: true })
  failing: string[];

  /** Failing tests that passed when they were run again, unchanged. Missing in reports of older runners. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  flaky?: string[];

  @IsInt()
  @Min(0)
  durationMs: number;
}

/** The gate: its command, how it went before the first edit and after the last one. */
export class ReportChecks {
  @IsOptional()
  @IsString()
  command: string | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ReportCheckRun)
  baseline: ReportCheckRun | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ReportCheckRun)
  final: ReportCheckRun | null;
}

/** One of the two runs of a proof, on an exported tree. */
export class ReportProofRun {
  /** The git id of the tree that the commands ran on. */
  @IsString()
  treeSha: string;

  @IsString()
  command: string;

  @IsOptional()
  @IsInt()
  exitCode: number | null;

  @IsInt()
  @Min(0)
  durationMs: number;

  /** At most 20. */
  @IsArray()
  @IsString({ each: true })
  failing: string[];
}

/**
 * Whether the runner itself saw tests fail on the base and pass on the head. `tests`, `base` and `head` are missing in
 * reports of older runners.
 */
export class ReportProof {
  @IsIn(['red_green', 'none'])
  kind: 'red_green' | 'none';

  @IsOptional()
  @IsString()
  detail?: string | null;

  /** Why there is none. */
  @IsOptional()
  @IsString()
  reason?: string | null;

  /** Tests that failed on the base and pass on the head, at most 20. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  tests?: string[];

  /** The tests of the head on the code of the base. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ReportProofRun)
  base?: ReportProofRun | null;

  /** All checks on exactly the tree that was pushed. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ReportProofRun)
  head?: ReportProofRun | null;
}

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

/** What the run cost. `usd` is null when a model without a known price took part. Tokens are the vendors' counts. */
export class ReportCost {
  @ValidateIf((cost: ReportCost) => cost.usd !== null)
  @IsNumber()
  usd: number | null;

  @IsInt()
  inputTokens: number;

  @IsInt()
  cacheReadTokens: number;

  @IsInt()
  cacheWriteTokens: number;

  @IsInt()
  outputTokens: number;

  /** The version of the prices by which `usd` was reckoned. */
  @IsOptional()
  @IsString()
  @MaxLength(40)
  priceTable?: string;
}

/** A host that the run asked for and that the proxy of the runs did not let it reach. */
export class ReportBlockedHost {
  @IsString()
  @MaxLength(253)
  host: string;

  @IsInt()
  @Min(1)
  @Max(65_535)
  port: number;

  @IsInt()
  @Min(1)
  times: number;

  /** True when its name is allowed, and the private address that it has is not. */
  @IsOptional()
  @IsBoolean()
  privateAddress?: boolean;
}

/** The last line a runner prints, and the container's termination message (architecture 5.9). */
export class RunReport {
  @Equals(REPORT_SCHEMA)
  schema: typeof REPORT_SCHEMA;

  @Matches(TASK_ID_PATTERN)
  taskId: string;

  @IsInt()
  @Min(1)
  attempt: number;

  @IsIn(RUN_STATUSES)
  status: RunStatus;

  @IsString()
  @MaxLength(4000)
  message: string;

  @IsOptional()
  @IsString()
  branch: string | null;

  @IsOptional()
  @IsString()
  headSha: string | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ReportPullRequest)
  pullRequest: ReportPullRequest | null;

  @IsObject()
  @ValidateNested()
  @Type(() => ReportChecks)
  checks: ReportChecks;

  @IsObject()
  @ValidateNested()
  @Type(() => ReportProof)
  proof: ReportProof;

  @IsObject()
  @ValidateNested()
  @Type(() => ReportReview)
  review: ReportReview;

  @IsObject()
  @ValidateNested()
  @Type(() => ReportCost)
  cost: ReportCost;

  @IsInt()
  @Min(0)
  durationMs: number;

  /** True when it was told to stop and another attempt can go on with what it left. Missing in all other reports. */
  @IsOptional()
  @IsBoolean()
  resumable?: boolean;

  /** The most frequent first, at most 20. Missing when there is none, or no proxy. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => ReportBlockedHost)
  blocked?: ReportBlockedHost[];
}

/**
 * Reads an `anton.report.v1` at a process boundary.
 * @throws InvalidContractError naming every bad field.
 */
export function parseRunReport(value: unknown): RunReport {
  return parseContract(RunReport, REPORT_SCHEMA, value);
}
