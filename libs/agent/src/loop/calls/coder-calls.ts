import { Injectable } from '@nestjs/common';
import { CoderModel, type ConversationTurn, type ModelReply } from '@anton/models';
import { CODER_SYSTEM_PROMPT } from '../../prompt/coder-system.prompt';
import type { Conversation } from '../conversation';
import { stopped, stoppedBy, type LoopStop } from '../loop-outcome';

/** `agent-loop` 5.1: when the tests take so long, five minutes may pass between two calls, and with them a cached prefix. */
const SLOW_CHECKS_MS = 240_000;

/** The one place where the coder's model is called, the budget is checked and its spending is counted. */
@Injectable()
export class CoderCalls {
  constructor(private readonly model: CoderModel) {}

  async send(conversation: Conversation, turns: readonly ConversationTurn[]): Promise<ModelReply | LoopStop> {
    const { request, signal } = conversation;
    const exceeded = request.budget.exceeded(new Date());
    if (exceeded !== null) return stopped(exceeded.status, exceeded.reason);
    try {
      signal.throwIfAborted();
      const reply = await this.model.send({
        model: request.route.models.coder,
        fallbackModel: request.route.models.coderFallback ?? undefined,
        system: CODER_SYSTEM_PROMPT,
        turns,
        tools: conversation.definitions,
        maxTokens: conversation.output.maxTokens,
        effort: 'high',
        slowTurns: (request.baseline?.durationMs ?? 0) > SLOW_CHECKS_MS,
        signal,
      });
      this.count(conversation, reply);
      return reply;
    } catch (error) {
      return stoppedBy(error, signal);
    }
  }

  private count(conversation: Conversation, reply: ModelReply): void {
    const { budget, observer } = conversation.request;
    budget.spend('coder', reply);
    conversation.calls += 1;
    const { stopReason, usd } = reply;
    observer({ type: 'model_call', call: conversation.calls, stopReason, usd });
  }
}

/** True for the end of the run, false for an answer of the model. */
export function isStop(answer: ModelReply | LoopStop): answer is LoopStop {
  return 'kind' in answer;
}
