import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  Equals,
  IsArray,
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

export const ROUTE_SCHEMA = 'anton.route.v1';
export const ROUTE_VERDICTS = ['fix', 'needs_info', 'not_fixable'] as const;
export type RouteVerdict = (typeof ROUTE_VERDICTS)[number];
export const COMPLEXITIES = ['small', 'medium', 'large'] as const;
export type Complexity = (typeof COMPLEXITIES)[number];
export const RISKS = ['low', 'medium', 'high'] as const;
export type Risk = (typeof RISKS)[number];
/** How far a run may go by itself, least first. */
export const AUTONOMIES = ['draft', 'pull_request'] as const;
export type Autonomy = (typeof AUTONOMIES)[number];
const DECIDERS = ['model', 'rules', 'label'] as const;
type Decider = (typeof DECIDERS)[number];

/** The name of a server of tools; with two underscores it begins the names of its tools. */
export const TOOL_SERVER_NAME = /^[a-z][a-z0-9_]{0,30}$/;

/** The repository a run works in; always taken from the catalog. */
export class RouteRepository {
  @IsString()
  @MaxLength(200)
  id: string;

  /** `https://…` or `file:///…`; never carries a credential. */
  @IsString()
  @MaxLength(2000)
  url: string;

  @IsString()
  @MaxLength(300)
  branch: string;
}

/** Who decided. `promptHash` is the SHA-256 of the exact request that was sent. */
export class RouteDecidedBy {
  @IsIn(DECIDERS)
  kind: Decider;

  @IsOptional()
  @IsString()
  model?: string | null;

  @IsOptional()
  @IsString()
  promptHash?: string | null;
}

/** What a run may spend: US dollars including review, minutes of wall clock, model calls. */
export class RouteLimits {
  @IsNumber()
  @Min(0)
  costUsd: number;

  @IsNumber()
  @Min(0)
  minutes: number;

  @IsInt()
  @Min(0)
  modelCalls: number;
}

/** The model ids of the roles, resolved from configuration when the route was made. */
export class RouteModels {
  @IsString()
  coder: string;

  @IsString()
  reviewer: string;

  /** Asked instead of the coder when that is overloaded; nobody is when it is missing. */
  @IsOptional()
  @IsString()
  coderFallback?: string | null;

  /** Asked instead of the reviewer when that is overloaded; nobody is when it is missing. */
  @IsOptional()
  @IsString()
  reviewerFallback?: string | null;
}

/** A server of tools (MCP) that the template names: a program beside the commands, or a URL. */
export class RouteToolServer {
  @Matches(TOOL_SERVER_NAME)
  name: string;

  /** Program and arguments, started in the work tree under the isolation of commands; set exactly without `url`. */
  @ValidateIf((server: RouteToolServer) => (server.url ?? null) === null)
  @IsArray()
  @ArrayMinSize(1)
  @IsString({ each: true })
  command?: string[] | null;

  /** `http://…` or `https://…`; its host and port are among the route's `egress`. */
  @IsOptional()
  @IsString()
  @MaxLength(2000)
  url?: string | null;
}

/** What the router chose for a task, completed by the catalog (architecture 5.9). */
export class RouteDecision {
  @Equals(ROUTE_SCHEMA)
  schema: typeof ROUTE_SCHEMA;

  @Matches(TASK_ID_PATTERN)
  taskId: string;

  @IsInt()
  @Min(1)
  attempt: number;

  @IsIn(ROUTE_VERDICTS)
  verdict: RouteVerdict;

  /** The one question to the requester; set exactly when the verdict is `needs_info`. */
  @ValidateIf((route: RouteDecision) => route.verdict === 'needs_info' || (route.question ?? null) !== null)
  @IsString()
  @MaxLength(2000)
  question?: string | null;

  @ValidateIf((route: RouteDecision) => route.verdict === 'fix' || route.repository !== null)
  @IsObject()
  @ValidateNested()
  @Type(() => RouteRepository)
  repository: RouteRepository | null;

  @ValidateIf((route: RouteDecision) => route.verdict === 'fix' || route.template !== null)
  @IsString()
  @MaxLength(100)
  template: string | null;

  @IsArray()
  @IsString({ each: true })
  skills: string[];

  @IsIn(COMPLEXITIES)
  complexity: Complexity;

  @IsIn(RISKS)
  risk: Risk;

  @IsIn(AUTONOMIES)
  autonomy: Autonomy;

  @IsString()
  @MaxLength(4000)
  reason: string;

  @IsNumber()
  @Min(0)
  @Max(1)
  confidence: number;

  @IsObject()
  @ValidateNested()
  @Type(() => RouteDecidedBy)
  decidedBy: RouteDecidedBy;

  /** Commands before the baseline, from the template. */
  @IsArray()
  @IsString({ each: true })
  setup: string[];

  /** The gate's commands, from the template; empty = detect. */
  @IsArray()
  @IsString({ each: true })
  checks: string[];

  /**
   * Hosts that the template lets commands reach, as `egress-host.ts` reads them; none: no network. Missing in routes of
   * older orchestrators.
   */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  egress?: string[];

  /** Servers of tools for the agent, from the template; none when it is missing. */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => RouteToolServer)
  mcp?: RouteToolServer[];

  /** Globs of paths that no change may touch. */
  @IsArray()
  @IsString({ each: true })
  protectedPaths: string[];

  @IsObject()
  @ValidateNested()
  @Type(() => RouteLimits)
  limits: RouteLimits;

  @IsObject()
  @ValidateNested()
  @Type(() => RouteModels)
  models: RouteModels;
}

/**
 * Reads an `anton.route.v1` at a process boundary.
 * @throws InvalidContractError naming every bad field.
 */
export function parseRouteDecision(value: unknown): RouteDecision {
  return parseContract(RouteDecision, ROUTE_SCHEMA, value);
}
