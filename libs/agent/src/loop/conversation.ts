import type { ToolDefinition } from '@anton/models';
import { firstMessage } from '../prompt/first.message';
import type { ToolContext } from '../tools/agent-tool.port';
import type { AnsweredCall } from './calls/tool-call';
import type { AroundCalls } from './calls/tool-runner';
import type { ToolSet } from './calls/tool-set';
import type { WorkState } from './guards/loop-guard';
import { LoopGuards } from './guards/loop-guards';
import { stopped, type LoopStop } from './loop-outcome';
import type { LoopRequest } from './loop-request';
import { ObservedChecks } from './observed-checks';
import { OutputLimit } from './output-limit';
import { Transcript } from './transcript';

/** All state of one run of the coder. Made by `AgentLoop.begin`; {@link AgentLoop.run} may be called on it again. */
export class Conversation {
  readonly transcript: Transcript;
  readonly definitions: readonly ToolDefinition[];
  readonly guards: LoopGuards;
  readonly output = new OutputLimit();
  /** Aborted by the run or by its hard deadline. */
  readonly signal: AbortSignal;
  readonly tools: ToolContext;
  readonly around: AroundCalls;
  /** What `run` was last told; survives a summary of the context. */
  instruction: string | null = null;
  /** Model calls so far. */
  calls = 0;
  /** Compactions of the context so far, and whether one of them was a summary. */
  compactions = 0;
  summarised = false;
  /** The last answer did not fit into the model's window. */
  overflowed = false;
  /** The model was told once that it ended its turn without `finish`. */
  nudged = false;
  private readonly checks: ObservedChecks;
  private firstDiffHash: string | null = null;
  private diffHash = '';

  constructor(
    readonly request: LoopRequest,
    readonly toolSet: ToolSet,
  ) {
    const { baseline, budget, change, checks, observer, redact, signal, workspace } = request;
    const timeLeft = Math.max(0, budget.limits.hardDeadline.getTime() - Date.now());
    this.signal = AbortSignal.any([signal, AbortSignal.timeout(timeLeft)]);
    this.definitions = toolSet.definitions();
    this.checks = new ObservedChecks(checks, baseline);
    this.tools = { workspace, checks: this.checks, change, redact, signal: this.signal };
    this.around = {
      known: async ({ id }) => request.journal?.recall(id, () => this.checks.run(this.signal)) ?? null,
      changed: () => this.look(),
    };
    this.guards = new LoopGuards(observer);
    this.transcript = new Transcript(firstMessage(request));
  }

  /** Starts a stretch of work, with a further instruction or without one. */
  async open(instruction: string | undefined): Promise<void> {
    this.nudged = false;
    await this.look();
    this.firstDiffHash ??= this.diffHash;
    this.restartGuards();
    if (instruction === undefined) return;
    this.instruction = instruction;
    this.transcript.say(instruction);
  }

  restartGuards(): void {
    this.guards.restart(this.workState());
  }

  /** Whether the work tree differs from the one that the run began with. */
  get changed(): boolean {
    return this.diffHash !== this.firstDiffHash;
  }

  /** Shows a finished turn to the guards: their nudges go to the model, their stop ends the run. */
  observe(calls: readonly AnsweredCall[]): LoopStop | null {
    const verdicts = this.guards.judge({ calls, ...this.workState() });
    for (const { kind, text } of verdicts) if (kind === 'nudge') this.transcript.say(text);
    const stop = verdicts.find(({ kind }) => kind === 'stop');
    return stop === undefined ? null : stopped('stuck', stop.text);
  }

  private async look(): Promise<void> {
    this.diffHash = (await this.request.change()).treeSha;
  }

  private workState(): WorkState {
    return { diffHash: this.diffHash, failingSet: this.checks.failingSet() };
  }
}
