import type Anthropic from '@anthropic-ai/sdk';
import type { ModelReply, ModelUsage, StopReason, TextBlock, ToolUseBlock } from '../../model-client.port';
import { priceOf } from '../../prices/price-of';

const STOP: Readonly<Record<Anthropic.StopReason, StopReason>> = {
  end_turn: 'end_turn',
  stop_sequence: 'end_turn',
  tool_use: 'tool_use',
  max_tokens: 'max_tokens',
  pause_turn: 'pause_turn',
  refusal: 'refusal',
  model_context_window_exceeded: 'context_window_exceeded',
};

function blockOf(block: Anthropic.ContentBlock): (TextBlock | ToolUseBlock)[] {
  if (block.type === 'text') return [{ type: 'text', text: block.text }];
  if (block.type === 'tool_use')
    return [{ type: 'tool_use', id: block.id, name: block.name, input: block.input }];
  return [];
}

function usageOf(usage: Anthropic.Usage): ModelUsage {
  const hour = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0;
  return {
    inputTokens: usage.input_tokens,
    cacheReadTokens: usage.cache_read_input_tokens ?? 0,
    cacheWriteTokens: usage.cache_creation_input_tokens ?? 0,
    ...(hour > 0 && { cacheWriteHourTokens: hour }),
    outputTokens: usage.output_tokens,
  };
}

/** The vendor's message as a reply; `raw` is its content, thinking included, to be sent back unchanged. */
export function anthropicReply(message: Anthropic.Message): ModelReply {
  const usage = usageOf(message.usage);
  return {
    blocks: message.content.flatMap(blockOf),
    stopReason: STOP[message.stop_reason ?? 'end_turn'],
    usage,
    usd: priceOf(message.model, usage),
    model: message.model,
    raw: message.content,
  };
}
