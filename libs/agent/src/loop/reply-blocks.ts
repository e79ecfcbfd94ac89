import type { ModelReply } from '@anton/models';
import { toolCallOf, type ToolCall } from './calls/tool-call';

/** The text of an answer, trimmed. */
export function textOf({ blocks }: ModelReply): string {
  return blocks
    .flatMap((block) => (block.type === 'text' ? [block.text] : []))
    .join('\n')
    .trim();
}

/** The calls of an answer, in the model's order. */
export function callsOf({ blocks }: ModelReply): ToolCall[] {
  return blocks.flatMap((block) => (block.type === 'tool_use' ? [toolCallOf(block)] : []));
}
