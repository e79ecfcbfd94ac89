import { IsInt, IsNumber, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';

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
