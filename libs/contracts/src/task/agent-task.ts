import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  Equals,
  IsArray,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { parseContract } from '../validation/parse-contract';
import { PRIORITIES, type Priority } from './priority';
import { RepositoryHint } from './repository-hint';
import { TaskEvidence } from './task-evidence';
import { TASK_ID_PATTERN } from './task-id';
import { TaskTrace } from './task-trace';

export const TASK_SCHEMA = 'anton.task.v1';

/**
 * One piece of work, normalised from a delivery (architecture 5.1). Every text in it comes from a sender
 * and is untrusted for ever: it is data in a prompt, never an instruction, a path, a ref or a command.
 */
export class AgentTask {
  @Equals(TASK_SCHEMA)
  schema: typeof TASK_SCHEMA;

  @Matches(TASK_ID_PATTERN)
  taskId: string;

  /** The sender's logical event in full; `taskId` is derived from it and the ledger stores it. */
  @IsString()
  @MinLength(1)
  @MaxLength(1024)
  logicalKey: string;

  /** Upper-case name of the webhook source, e.g. JIRA, DATADOG, SONAR. */
  @Matches(/^[A-Z][A-Z0-9_-]{0,31}$/)
  source: string;

  @IsString()
  @MinLength(1)
  @MaxLength(300)
  externalId: string;

  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  externalUrl: string | null;

  /** Names one object (the issue, the alert, the project branch): at most one active run per key. */
  @IsString()
  @MinLength(1)
  @MaxLength(512)
  correlationKey: string;

  @IsString()
  @MinLength(1)
  @MaxLength(500)
  title: string;

  /** Markdown. */
  @IsString()
  @MaxLength(262_144)
  description: string;

  @IsIn(PRIORITIES)
  priority: Priority;

  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MaxLength(300, { each: true })
  labels: string[];

  @IsOptional()
  @IsString()
  @MaxLength(300)
  service: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(300)
  environment: string | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => RepositoryHint)
  repository: RepositoryHint | null;

  @IsObject()
  @ValidateNested()
  @Type(() => TaskEvidence)
  evidence: TaskEvidence;

  @IsISO8601({ strict: true })
  occurredAt: string;

  @IsISO8601({ strict: true })
  receivedAt: string;

  @IsOptional()
  @IsString()
  @MaxLength(300)
  requestedBy: string | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TaskTrace)
  trace: TaskTrace | null;
}

/**
 * Reads an `anton.task.v1` at a process boundary.
 * @throws InvalidContractError naming every bad field.
 */
export function parseAgentTask(value: unknown): AgentTask {
  return parseContract(AgentTask, TASK_SCHEMA, value);
}
