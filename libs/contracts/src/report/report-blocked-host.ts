import { IsBoolean, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

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
