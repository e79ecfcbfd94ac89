import type { ConversationTurn, ModelReply, TextBlock, ToolResultBlock } from '@anton/models';
import { grossInput } from '../budget/usage';
import type { AnsweredCall } from './calls/tool-call';

type UserBlock = TextBlock | ToolResultBlock;

/** UTF-8 bytes of what a turn puts on the wire. */
function turnBytes(turn: ConversationTurn): number {
  const content = turn.role === 'assistant' ? (turn.raw ?? turn.blocks) : turn.blocks;
  return Buffer.byteLength(JSON.stringify(content));
}

function bytesOf(turns: readonly ConversationTurn[]): number {
  return turns.reduce((sum, turn) => sum + turnBytes(turn), 0);
}

/** Only for what no reply has counted yet; the vendor's usage replaces it with the next reply. */
const BYTES_PER_TOKEN = 4;

/** Vendors refuse an empty turn of the model; a paused one holds content that only `raw` shows. */
function speaks({ blocks, stopReason }: ModelReply): boolean {
  return stopReason === 'pause_turn' || blocks.some((block) => block.type !== 'text' || block.text !== '');
}

/** The turns of one conversation, append-only but for {@link replace}. User and assistant turns alternate. */
export class Transcript {
  private list: ConversationTurn[];
  /** Size of the next request in tokens: the vendor's count of the last one, plus an estimate of what came since. */
  private size: number;

  constructor(firstMessage: string) {
    this.list = [{ role: 'user', blocks: [{ type: 'text', text: firstMessage }] }];
    this.size = bytesOf(this.list) / BYTES_PER_TOKEN;
  }

  get turns(): readonly ConversationTurn[] {
    return this.list;
  }

  get tokens(): number {
    return this.size;
  }

  /** True while the model owes an answer; false after a turn of its own. */
  get awaitsModel(): boolean {
    return this.list.at(-1)?.role === 'user';
  }

  /** Adds a text for the model, into the user turn that is still unanswered. */
  say(text: string): void {
    this.addUser([{ type: 'text', text }]);
  }

  /** Adds the model's turn together with the results of all its calls, so that no call can stay unanswered. */
  exchange(reply: ModelReply, answered: readonly AnsweredCall[] = []): void {
    this.size = grossInput(reply.usage) + reply.usage.outputTokens;
    if (speaks(reply)) this.list.push({ role: 'assistant', blocks: reply.blocks, raw: reply.raw });
    const results = answered.map(({ call, result }) => ({
      type: 'tool_result' as const,
      toolUseId: call.id,
      content: result.content,
      isError: result.isError,
    }));
    if (results.length > 0) this.addUser(results);
  }

  /** How many tokens the next request would lose with `turns` instead of the present ones. */
  freedBy(turns: readonly ConversationTurn[]): number {
    return this.size * (1 - bytesOf(turns) / bytesOf(this.list));
  }

  replace(turns: readonly ConversationTurn[]): void {
    this.size -= this.freedBy(turns);
    this.list = [...turns];
  }

  private addUser(blocks: readonly UserBlock[]): void {
    const last = this.list.at(-1);
    if (last?.role === 'user') {
      this.list[this.list.length - 1] = { role: 'user', blocks: [...last.blocks, ...blocks] };
    } else {
      this.list.push({ role: 'user', blocks });
    }
    this.size += bytesOf([{ role: 'user', blocks }]) / BYTES_PER_TOKEN;
  }
}
