import type OpenAI from 'openai';
import type { ModelReply, ModelUsage, StopReason, TextBlock, ToolUseBlock } from '../../model-client.port';
import { priceOf } from '../../prices/price-of';

type Answer = OpenAI.Responses.Response;
type Item = Answer['output'][number];

function usageOf(usage: Answer['usage']): ModelUsage {
  const read = usage?.input_tokens_details?.cached_tokens ?? 0;
  const written = usage?.input_tokens_details?.cache_write_tokens ?? 0;
  return {
    inputTokens: Math.max(0, (usage?.input_tokens ?? 0) - read - written),
    cacheReadTokens: read,
    cacheWriteTokens: written,
    outputTokens: usage?.output_tokens ?? 0,
  };
}

function refuses(item: Item): boolean {
  return item.type === 'message' && item.content.some((part) => part.type === 'refusal');
}

function stopReasonOf({ output, status, incomplete_details: incomplete }: Answer): StopReason {
  if (output.some(refuses) || incomplete?.reason === 'content_filter') return 'refusal';
  if (status === 'incomplete') return 'max_tokens';
  return output.some((item) => item.type === 'function_call') ? 'tool_use' : 'end_turn';
}

/** Arguments that are no JSON stay text: whoever checks the input against the tool's schema refuses it. */
function inputOf(args: string): unknown {
  try {
    return JSON.parse(args);
  } catch {
    return args;
  }
}

function blocksOf(item: Item): (TextBlock | ToolUseBlock)[] {
  if (item.type === 'function_call') {
    return [{ type: 'tool_use', id: item.call_id, name: item.name, input: inputOf(item.arguments) }];
  }
  if (item.type !== 'message') return [];
  return item.content.flatMap((part) =>
    part.type === 'output_text' ? [{ type: 'text' as const, text: part.text }] : [],
  );
}

/** The vendor's response as a reply. A refusal and a cut answer are stop reasons, not errors. */
export function openAiReply(answer: Answer): ModelReply {
  const usage = usageOf(answer.usage);
  return {
    blocks: answer.output.flatMap(blocksOf),
    stopReason: stopReasonOf(answer),
    usage,
    usd: priceOf(answer.model, usage),
    model: answer.model,
    raw: answer.output,
  };
}
