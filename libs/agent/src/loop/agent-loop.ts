import { Injectable, Logger } from '@nestjs/common';
import type { ModelReply } from '@anton/models';
import { NUDGE_EMPTY_ANSWER, NUDGE_NO_FINISH } from '../prompt/nudge.messages';
import { wrapUpMessage } from '../prompt/wrap-up.message';
import { skillTools } from '../tools/skill.tool';
import { acceptedClaim } from './accepted-claim';
import { CoderCalls, isStop } from './calls/coder-calls';
import { refusedCall, summaryOf, type AnsweredCall } from './calls/tool-call';
import { ToolBox } from './calls/tool-box';
import { ToolRunner } from './calls/tool-runner';
import { ContextKeeper } from './context/context-keeper';
import { Conversation } from './conversation';
import { firstRequestSize } from './first-request-size';
import { stopped, stoppedBy, type LoopOutcome, type LoopStop } from './loop-outcome';
import type { LoopRequest } from './loop-request';
import { callsOf, textOf } from './reply-blocks';

/**
 * The coder at work: asks the model, runs the tools it calls, until it finishes or a limit, a guard or an error
 * ends the work. Holds no state of a run: that is the {@link Conversation}. Never throws.
 */
@Injectable()
export class AgentLoop {
  private readonly logger = new Logger(AgentLoop.name);

  constructor(
    private readonly coder: CoderCalls,
    private readonly box: ToolBox,
    private readonly runner: ToolRunner,
    private readonly context: ContextKeeper,
  ) {}

  begin(request: LoopRequest): Conversation {
    const { skills, repositoryRules, baseline, earlier, observer } = request;
    const toolSet = this.box.forRun([...skillTools(skills), ...(request.tools ?? [])]);
    observer({
      type: 'begun',
      tools: toolSet.offered(),
      skills,
      repositoryRules,
      baseline,
      ...(earlier !== undefined && { earlier }),
    });
    const conversation = new Conversation(request, toolSet);
    this.logger.log(firstRequestSize(conversation));
    return conversation;
  }

  /** Works until the next end; called again with an `instruction` (findings, red checks) it continues the same talk. */
  async run(conversation: Conversation, instruction?: string): Promise<LoopOutcome> {
    const { observer } = conversation.request;
    observer({ type: 'stretch_started', instruction: instruction ?? null });
    const outcome = await this.work(conversation, instruction);
    observer({ type: 'stretch_ended', outcome });
    return outcome;
  }

  private async work(conversation: Conversation, instruction?: string): Promise<LoopOutcome> {
    try {
      await conversation.open(instruction);
      for (;;) {
        const outcome = await this.step(conversation);
        if (outcome !== null) return outcome;
      }
    } catch (error) {
      return stoppedBy(error, conversation.signal);
    }
  }

  /** One question to the model and what follows from its answer; null means: go on. */
  private async step(conversation: Conversation): Promise<LoopOutcome | null> {
    const reply = (await this.context.makeRoom(conversation)) ?? (await this.query(conversation));
    return isStop(reply) ? reply : this.act(conversation, reply);
  }

  private async query(conversation: Conversation): Promise<ModelReply | LoopStop> {
    const { request, transcript } = conversation;
    const warning = transcript.awaitsModel ? request.budget.warning(new Date()) : null;
    if (warning !== null) {
      request.observer({ type: 'warning', text: warning });
      transcript.say(wrapUpMessage(warning));
    }
    return this.coder.send(conversation, transcript.turns);
  }

  private async act(conversation: Conversation, reply: ModelReply): Promise<LoopOutcome | null> {
    if (reply.stopReason === 'context_window_exceeded') return this.context.afterOverflow(conversation);
    conversation.overflowed = false;
    if (reply.stopReason === 'max_tokens') return this.truncated(conversation, reply);
    conversation.output.reset();
    switch (reply.stopReason) {
      case 'refusal':
        return stopped('refused', textOf(reply) || 'the model refused to go on');
      case 'pause_turn':
        conversation.transcript.exchange(reply);
        return null;
      case 'end_turn':
      case 'tool_use':
        return callsOf(reply).length > 0
          ? this.useTools(conversation, reply)
          : this.withoutCall(conversation, reply);
    }
  }

  private async useTools(conversation: Conversation, reply: ModelReply): Promise<LoopOutcome | null> {
    const { guards, request, tools, toolSet } = conversation;
    const results = await this.runner.run(
      callsOf(reply),
      toolSet,
      tools,
      (call) => guards.advise(call),
      request.observer,
      conversation.around,
    );
    const { answered, claim } = acceptedClaim(results);
    this.record(conversation, reply, answered);
    const stop = conversation.observe(answered);
    return claim === null ? stop : { kind: 'finished', claim };
  }

  /** The calls of a cut answer are incomplete: none is executed. */
  private truncated(conversation: Conversation, reply: ModelReply): LoopOutcome | null {
    const text = conversation.output.cut();
    const answered = callsOf(reply).map((call) => refusedCall(call, text));
    this.record(conversation, reply, answered);
    if (answered.length === 0) conversation.transcript.say(NUDGE_EMPTY_ANSWER);
    return conversation.observe(answered);
  }

  /** The model stopped without `finish`: reminded once, then taken at its word. */
  private withoutCall(conversation: Conversation, reply: ModelReply): LoopOutcome | null {
    this.record(conversation, reply, []);
    const text = textOf(reply);
    if (!conversation.nudged) {
      conversation.nudged = true;
      conversation.transcript.say(text === '' ? NUDGE_EMPTY_ANSWER : NUDGE_NO_FINISH);
      return null;
    }
    const outcome = conversation.changed ? 'fixed' : 'cannot_fix';
    return { kind: 'finished', claim: { outcome, summary: text || 'The coder ended without a summary.' } };
  }

  private record(conversation: Conversation, reply: ModelReply, answered: readonly AnsweredCall[]): void {
    conversation.transcript.exchange(reply, answered);
    for (const { call, refused, result } of answered) {
      conversation.request.observer({
        type: 'tool_call',
        id: call.id,
        tool: call.name,
        input: call.input,
        summary: summaryOf(call),
        content: result.content,
        isError: result.isError,
        refused,
      });
    }
  }
}
