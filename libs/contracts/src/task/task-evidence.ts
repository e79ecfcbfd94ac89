import { Type } from 'class-transformer';
import { IsArray, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { IsTextLists } from '../validation/is-text-lists.decorator';

/** One failed condition: a quality-gate metric, an alert threshold. */
export class EvidenceCondition {
  @IsString()
  @MaxLength(300)
  metric: string;

  @IsOptional()
  @IsString()
  @MaxLength(100)
  status?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(300)
  value?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(300)
  threshold?: string | null;
}

/** What the sender knows about the trouble. All of it is untrusted text. */
export class TaskEvidence {
  @IsOptional()
  @IsString()
  @MaxLength(262_144)
  stackTrace?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(262_144)
  logs?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(20_000)
  query?: string | null;

  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => EvidenceCondition)
  conditions?: EvidenceCondition[];

  /**
   * Facts by name that the catalog matches on and people read, e.g.
   * `{ project: ['PAY'], component: ['checkout'], tag: ['team:payments'], branch: ['main'], revision: ['abc'] }`.
   */
  @IsOptional()
  @IsTextLists()
  attributes?: Record<string, string[]>;
}
