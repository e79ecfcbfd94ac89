import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, Min, ValidateNested } from 'class-validator';

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
