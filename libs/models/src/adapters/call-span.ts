import type { SpanAttributes, SpanStart } from '@anton/platform';
import type { ModelReply } from '../model-client.port';

/** The span of one call with its retries, by OpenTelemetry's conventions for generative AI: what is said is not in it. */
export function callSpan(vendor: string, model: string): SpanStart {
  return {
    name: `chat ${model}`,
    kind: 'client',
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': vendor.toLowerCase(),
      'gen_ai.request.model': model,
    },
  };
}

/** What the vendor counted. Input tokens are all of them, cached or not, as the conventions want. */
export function replyAttributes({ model, usage, usd, stopReason }: ModelReply): SpanAttributes {
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = usage;
  return {
    'gen_ai.response.model': model,
    'gen_ai.response.finish_reasons': [stopReason],
    'gen_ai.usage.input_tokens': inputTokens + cacheReadTokens + cacheWriteTokens,
    'gen_ai.usage.cache_read.input_tokens': cacheReadTokens,
    'gen_ai.usage.cache_creation.input_tokens': cacheWriteTokens,
    'gen_ai.usage.output_tokens': outputTokens,
    'anton.cost_usd': usd,
  };
}
