import type OpenAI from 'openai';
import type { ModelReply, ModelUsage, StopReason, TextBlock } from '../../model-client.port';
import { priceOf } from '../../prices/price-of';

type Answer = OpenAI.Responses.Response;

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

function refuses(answer: Answer): boolean {
  return answer.output.some(
    (item) => item.type === 'message' && item.content.some((part) => part.type === 'refusal'),
  );
}

function stopReasonOf(answer: Answer): StopReason {
  if (refuses(answer) || answer.incomplete_details?.reason === 'content_filter') return 'refusal';
  return answer.status === 'incomplete' ? 'max_tokens' : 'end_turn';
}

function textsOf(answer: Answer): TextBlock[] {
  return answer.output.flatMap((item) =>
    item.type === 'message'
      ? item.content.flatMap((part) =>
          part.type === 'output_text' ? [{ type: 'text' as const, text: part.text }] : [],
        )
      : [],
  );
}

/** The vendor's response as a reply. A refusal and a cut answer are stop reasons, not errors. */
export function openAiReply(answer: Answer): ModelReply {
  const usage = usageOf(answer.usage);
  return {
    blocks: textsOf(answer),
    stopReason: stopReasonOf(answer),
    usage,
    usd: priceOf(answer.model, usage),
    model: answer.model,
    raw: answer.output,
  };
}
