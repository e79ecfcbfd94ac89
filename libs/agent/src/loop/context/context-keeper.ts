import { Injectable } from '@nestjs/common';
import type { ConversationTurn } from '@anton/models';
import { CoderCalls, isStop } from '../calls/coder-calls';
import type { Conversation } from '../conversation';
import { stopped, type LoopStop } from '../loop-outcome';
import { textOf } from '../reply-blocks';
import { clearedTurns } from './cleared-turns';
import { SUMMARY_REQUEST, summarisedTurns } from './summarised-turns';

/** Field note agent-loop 5.1, in tokens. */
const CLEAR_AT = 120_000;
const SUMMARISE_AT = 180_000;
const WORTH_CLEARING = 40_000;
const MIN_SHARE = 0.2;
const MAX_COMPACTIONS = 3;

/** Keeps the context small by few large steps: clears old results in one batch, then one summary, then gives up. */
@Injectable()
export class ContextKeeper {
  constructor(private readonly calls: CoderCalls) {}

  /** Called before every request. */
  async makeRoom(conversation: Conversation): Promise<LoopStop | null> {
    const { tokens } = conversation.transcript;
    if (tokens < CLEAR_AT) return null;
    const cleared = this.clearing(conversation, Math.max(WORTH_CLEARING, tokens * MIN_SHARE));
    if (cleared !== null) return this.compact(conversation, cleared);
    return tokens < SUMMARISE_AT ? null : this.summarise(conversation);
  }

  /** The model's own window was full: clears once; a second time in a row ends the run. */
  async afterOverflow(conversation: Conversation): Promise<LoopStop | null> {
    if (conversation.overflowed)
      return stopped('stuck', 'the context does not fit into the model, even cleared');
    conversation.overflowed = true;
    const cleared = this.clearing(conversation, conversation.transcript.tokens * MIN_SHARE);
    return cleared === null
      ? stopped('stuck', 'the context does not fit into the model and nothing can be cleared')
      : this.compact(conversation, cleared);
  }

  /** The cleared turns when that frees at least `minimum` tokens. */
  private clearing({ transcript }: Conversation, minimum: number): ConversationTurn[] | null {
    const cleared = clearedTurns(transcript.turns);
    return transcript.freedBy(cleared) >= minimum ? cleared : null;
  }

  private async summarise(conversation: Conversation): Promise<LoopStop | null> {
    const { instruction, transcript } = conversation;
    if (conversation.summarised) return stopped('stuck', 'the context is full again after a summary');
    conversation.summarised = true;
    const reply = await this.calls.send(conversation, asking(transcript.turns, SUMMARY_REQUEST));
    if (isStop(reply)) return reply;
    const summary = textOf(reply);
    if (summary === '') return stopped('stuck', 'the context is full and the model gave no summary of it');
    return this.compact(conversation, summarisedTurns(transcript.turns, summary, instruction));
  }

  private compact(conversation: Conversation, turns: readonly ConversationTurn[]): LoopStop | null {
    const { request, transcript } = conversation;
    const freed = transcript.freedBy(turns);
    if (conversation.compactions >= MAX_COMPACTIONS)
      return stopped('stuck', `the context was compacted ${MAX_COMPACTIONS} times and is full again`);
    if (freed < transcript.tokens * MIN_SHARE)
      return stopped('stuck', 'a compaction of the context freed less than a fifth of it');
    conversation.compactions += 1;
    transcript.replace(turns);
    conversation.restartGuards();
    request.observer({ type: 'cleared', freedTokens: Math.round(freed) });
    return null;
  }
}

/** `turns` with one more text for the model at the end. */
function asking(turns: readonly ConversationTurn[], text: string): ConversationTurn[] {
  const last = turns.at(-1);
  const block = { type: 'text', text } as const;
  return last?.role === 'user'
    ? [...turns.slice(0, -1), { role: 'user', blocks: [...last.blocks, block] }]
    : [...turns, { role: 'user', blocks: [block] }];
}
