import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, Min, ValidateNested } from 'class-validator';

export const CHECK_OUTCOMES = ['passed', 'failed', 'timed_out', 'not_run'] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

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
