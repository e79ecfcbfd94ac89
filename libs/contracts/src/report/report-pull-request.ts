import { IsBoolean, IsInt, IsString, MaxLength, Min } from 'class-validator';

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
