import { isDeepStrictEqual } from 'node:util';
import type { ModelUsage } from '@anton/models';
import { AgentLoop } from '../loop/agent-loop';
import { CoderCalls } from '../loop/calls/coder-calls';
import { ToolRunner } from '../loop/calls/tool-runner';
import { ContextKeeper } from '../loop/context/context-keeper';
import type { LoopOutcome } from '../loop/loop-outcome';
import type { LoopRequest } from '../loop/loop-request';
import type { ReadTrajectory } from '../trajectory/read-trajectory';
import type { EventOf } from '../trajectory/trajectory-event';
import { RecordedScript, type RecordedStretch, type RecordedTurn } from './recorded-script';
import { atNoByte, ReplayPosition, type Divergence } from './replay-position';
import { ReplayedBudget } from './replayed.budget';
import { ReplayedChecks } from './replayed.checks';
import { ReplayedModel } from './replayed.model';
import { ReplayedToolBox } from './replayed.tool-box';
import { UntouchedWorkspace } from './untouched.workspace';

/** One turn of the coder, run again. */
export interface ReplayedTurn {
  readonly turn: number;
  /** Null when the answer is not in the recording; `failed` when there was none. */
  readonly stopReason: string | null;
  readonly tools: readonly string[];
  readonly usage: ModelUsage | null;
  /** Dollars so far, the reviewer's included; null for an unknown price. */
  readonly usd: number | null;
  readonly same: boolean;
}

/** How a replay went. Identical: every request was, byte for byte, and the loop ended as it had. */
export interface ReplayResult {
  readonly identical: boolean;
  readonly divergence: Divergence | null;
  /** The recording ends before the work did; what there is was replayed. */
  readonly incomplete: boolean;
  readonly turns: readonly ReplayedTurn[];
  readonly recordedTurns: number;
}

/**
 * Runs the coder's loop again, against the recorded answers and results: no model is asked, nothing is executed.
 * Stops at the first difference.
 */
export async function replayLoop(
  { start, events, truncated }: ReadTrajectory,
  told: (turn: ReplayedTurn) => void = () => undefined,
): Promise<ReplayResult> {
  const script = new RecordedScript(events);
  const position = new ReplayPosition(script);
  const begun = script.of('loop_begun')[0]?.event;
  const turns: ReplayedTurn[] = [];
  const model = new ReplayedModel(position, (turn, same) => {
    turns.push(turnOf(turn, same));
    told(turnOf(turn, same));
  });
  if (begun !== undefined) await replayStretches(loopOf(model, begun, position), start, begun, position);
  const ended = events.at(-1)?.type === 'run_ended';
  return {
    identical: position.divergence === null,
    divergence: position.divergence,
    incomplete: truncated || position.exhausted || !ended,
    turns,
    recordedTurns: position.turns.length,
  };
}

function loopOf(model: ReplayedModel, begun: EventOf<'loop_begun'>, position: ReplayPosition): AgentLoop {
  const box = new ReplayedToolBox(begun.tools, position);
  const calls = new CoderCalls(model);
  return new AgentLoop(calls, box, new ToolRunner(), new ContextKeeper(calls));
}

async function replayStretches(
  loop: AgentLoop,
  { task, route }: EventOf<'run_started'>,
  { skills, repositoryRules, baseline, earlier }: EventOf<'loop_begun'>,
  position: ReplayPosition,
): Promise<void> {
  const { script } = position;
  const request: LoopRequest = {
    task,
    route,
    skills,
    repositoryRules,
    baseline,
    ...(earlier !== undefined && { earlier }),
    workspace: new UntouchedWorkspace(),
    checks: new ReplayedChecks(script, baseline),
    budget: new ReplayedBudget(route, position),
    signal: new AbortController().signal,
    change: async () => ({ treeSha: script.treeBefore(position.boundary), text: '', files: [] }),
    redact: (text) => text,
    observer: () => undefined,
  };
  const conversation = loop.begin(request);
  for (const stretch of position.stretches) {
    const outcome = await loop.run(conversation, stretch.start.instruction ?? undefined);
    if (position.isOver) return;
    compareEnds(stretch, outcome, position);
    if (position.divergence !== null) return;
    position.nextStretch();
  }
}

/** An end that came from outside (a model that failed, an abort) is taken as it was. */
function compareEnds({ end }: RecordedStretch, outcome: LoopOutcome, position: ReplayPosition): void {
  const missed = position.pendingTurn();
  if (missed !== undefined)
    return position.diverge(atNoByte(`the loop ended before turn ${missed.request.turn}`));
  if (end === null) return;
  const recorded = end.outcome;
  const isSame =
    recorded.kind === 'finished' && outcome.kind === 'finished'
      ? isDeepStrictEqual(recorded.claim, outcome.claim)
      : recorded.kind === outcome.kind;
  if (!isSame)
    position.diverge(atNoByte(`the loop ended as ${outcome.kind}, it had ended as ${recorded.kind}`));
}

function turnOf({ request, response, failure, usd }: RecordedTurn, same: boolean): ReplayedTurn {
  const reply = response?.reply;
  return {
    turn: request.turn,
    stopReason: reply?.stopReason ?? (failure === null ? null : 'failed'),
    tools: (reply?.blocks ?? []).flatMap((block) => (block.type === 'tool_use' ? [block.name] : [])),
    usage: reply?.usage ?? null,
    usd,
    same,
  };
}
