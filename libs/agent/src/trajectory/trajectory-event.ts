import { z } from 'zod';
import type { AgentTask, RouteDecision, RunReport } from '@anton/contracts';
import type { ModelReply, ModelRoleName, WireFormat } from '@anton/models';
import type { CheckRun } from '../checks/check-session';
import type { LoopTool } from '../loop/loop-event';
import type { LoopOutcome } from '../loop/loop-outcome';
import type { LoopSkill } from '../loop/loop-skill';
import type { ReviewAnswer } from '../review/reviewer.port';
import type { FinishClaim } from '../loop/finish-claim';

/** The first event of a trajectory carries it. Readers ignore event types and fields that they do not know. */
export const TRAJECTORY_SCHEMA = 'anton.trajectory.v1';

/** What is written by Anton's own types: only its presence is checked when it is read. */
function written<T extends object>(...fields: readonly (keyof T & string)[]): z.ZodType<T> {
  return z.custom<T>(
    (value) => typeof value === 'object' && value !== null && fields.every((field) => field in value),
    `must be an object with ${fields.join(', ')}`,
  );
}

function event<Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  return z.object({ type: z.literal(type), seq: z.int(), at: z.string(), ...shape });
}

const change = z.object({
  path: z.string(),
  status: z.enum(['added', 'modified', 'deleted']),
  addedLines: z.number(),
  deletedLines: z.number(),
});

/** The body as a change of the one before in the same role: so many characters of its start and end, and `text` between. */
const body = z.object({ start: z.int(), end: z.int(), text: z.string() });

export const trajectoryEvent = z.discriminatedUnion('type', [
  event('run_started', {
    schema: z.literal(TRAJECTORY_SCHEMA),
    task: written<AgentTask>('taskId', 'title'),
    route: written<RouteDecision>('taskId', 'models', 'limits'),
    priceTable: z.string(),
    versions: z.record(z.string(), z.string()),
  }),
  /**
   * A life of the run that goes on after a killed one: what was recorded after `from` does not count, it is done again.
   * `anew`: nothing is continued, and why not. `lost`: what answers cost that are not used again.
   */
  event('resumed', {
    from: z.int(),
    how: z.enum(['continued', 'anew']),
    reason: z.string().nullable(),
    lost: z.object({ calls: z.int(), usd: z.number().nullable() }),
    spentMs: z.number(),
  }),
  /** What everything stands on. `kept`: unfinished work of an earlier attempt, on the host. */
  event('checkout', {
    baseSha: z.string(),
    branch: z.string(),
    kept: z.object({ headSha: z.string(), treeSha: z.string().nullable() }).nullable(),
  }),
  event('stage', { stage: z.string(), status: z.string(), detail: z.string() }),
  event('checks', { run: written<CheckRun>('command', 'outcome', 'failures', 'flaky') }),
  /** The work tree differs from the event before; `text` is the diff from the base. */
  event('change', {
    treeSha: z.string(),
    diffSha256: z.string(),
    files: z.array(change),
    text: z.string(),
  }),
  event('loop_begun', {
    tools: z.array(written<LoopTool>('name', 'description', 'inputSchema', 'effect')),
    skills: z.array(written<LoopSkill>('name', 'description', 'body')),
    repositoryRules: z.string().nullable(),
    /** Files that an interrupted attempt had changed. */
    earlier: z.array(z.string()).optional(),
    baseline: written<CheckRun>('command', 'outcome', 'failures', 'flaky'),
  }),
  event('stretch_started', { instruction: z.string().nullable() }),
  event('stretch_ended', { outcome: written<LoopOutcome>('kind') }),
  event('warning', { text: z.string() }),
  event('model_request', {
    call: z.int(),
    role: z.custom<ModelRoleName>((value) => typeof value === 'string'),
    /** From 1, in this role. */
    turn: z.int(),
    wire: z.enum(['anthropic.messages', 'openai.responses'] satisfies WireFormat[]),
    model: z.string(),
    maxTokens: z.int(),
    /** Of the exact bytes that were sent. */
    sha256: z.string(),
    bytes: z.int(),
    /** Of the body without secrets; there only when secrets were taken out of it. */
    redactedSha256: z.string().optional(),
    /** Where the cache markers are, in bytes from the start of the body. */
    markers: z.array(z.int()),
    /** Null when it could not be kept. */
    body: body.nullable(),
  }),
  event('model_response', {
    call: z.int(),
    reply: written<ModelReply>('blocks', 'stopReason', 'usage', 'usd', 'model'),
    durationMs: z.number(),
  }),
  event('model_failed', {
    call: z.int(),
    message: z.string(),
    code: z.string().nullable(),
    durationMs: z.number(),
  }),
  event('tool_call', { id: z.string(), tool: z.string(), input: z.unknown() }),
  event('tool_result', {
    id: z.string(),
    content: z.string(),
    isError: z.boolean(),
    claim: written<FinishClaim>('outcome', 'summary').optional(),
    /** The file with the full text, in the run's own folders. */
    logPath: z.string().optional(),
    durationMs: z.number(),
  }),
  /** The answer to a call that was not executed, or whose result was not accepted. */
  event('tool_answer', {
    id: z.string(),
    tool: z.string(),
    input: z.unknown(),
    content: z.string(),
    isError: z.boolean(),
    refused: z.boolean(),
  }),
  event('guard', { rule: z.string(), detail: z.string() }),
  event('cleared', { freedTokens: z.number() }),
  event('review', { round: z.int(), model: z.string(), answer: written<ReviewAnswer>('kind') }),
  event('committed', { sha: z.string(), treeSha: z.string(), subject: z.string() }),
  event('pushed', { branch: z.string(), sha: z.string() }),
  event('pull_request', { url: z.string(), number: z.int(), draft: z.boolean(), created: z.boolean() }),
  /** It was told to stop. What follows, short of a commit, is its end and no part of the work. */
  event('stop_asked', {}),
  event('work_kept', { sha: z.string(), treeSha: z.string() }),
  event('run_ended', { report: written<RunReport>('status', 'message', 'cost', 'durationMs') }),
]);

/** One line of a trajectory. */
export type TrajectoryEvent = z.infer<typeof trajectoryEvent>;

export type EventOf<Type extends TrajectoryEvent['type']> = Extract<TrajectoryEvent, { type: Type }>;

type WithoutEnvelope<Event> = Event extends unknown ? Omit<Event, 'seq' | 'at'> : never;

/** An event before it has its number and its time. */
export type TrajectoryEntry = WithoutEnvelope<TrajectoryEvent>;
