import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { TASK_ID_PATTERN } from '../task/task-id';
import { parseContract } from '../validation/parse-contract';
import { ReportBlockedHost } from './report-blocked-host';
import { ReportChecks } from './report-checks';
import { ReportCost } from './report-cost';
import { ReportProof } from './report-proof';
import { ReportPullRequest } from './report-pull-request';
import { ReportReview } from './report-review';
import { RUN_STATUSES, type RunStatus } from './run-status';

export const REPORT_SCHEMA = 'anton.report.v1';

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
