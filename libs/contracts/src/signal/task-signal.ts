import { Type } from 'class-transformer';
import {
  Equals,
  IsIn,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { TASK_ID_PATTERN } from '../task/task-id';
import { TaskTrace } from '../task/task-trace';
import { parseContract } from '../validation/parse-contract';

export const SIGNAL_SCHEMA = 'anton.signal.v1';

/** `recovered`: the alert is over or the gate is green again. `withdrawn`: a person closed or deleted the work. */
export const SIGNAL_KINDS = ['recovered', 'withdrawn'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/**
 * News of an object that tasks may exist for: it starts nothing, it ends or annotates. Travels the same way as a task.
 * Like a task's, every text in it comes from a sender and is untrusted for ever.
 */
export class TaskSignal {
  @Equals(SIGNAL_SCHEMA)
  schema: typeof SIGNAL_SCHEMA;

  /** Derived from the sender's logical event like a taskId: the same event gives the same id. */
  @Matches(TASK_ID_PATTERN)
  signalId: string;

  /** Upper-case name of the webhook source, e.g. JIRA, DATADOG, SONAR. */
  @Matches(/^[A-Z][A-Z0-9_-]{0,31}$/)
  source: string;

  @IsIn(SIGNAL_KINDS)
  kind: SignalKind;

  /** The object that it is about, as `AgentTask.correlationKey` names it. */
  @IsString()
  @MinLength(1)
  @MaxLength(512)
  correlationKey: string;

  /** What happened, in one readable line. */
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  reason: string;

  @IsISO8601({ strict: true })
  occurredAt: string;

  @IsISO8601({ strict: true })
  receivedAt: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => TaskTrace)
  trace: TaskTrace | null;
}

/**
 * Reads an `anton.signal.v1` at a process boundary.
 * @throws InvalidContractError naming every bad field.
 */
export function parseTaskSignal(value: unknown): TaskSignal {
  return parseContract(TaskSignal, SIGNAL_SCHEMA, value);
}
