import type { SpanAttributes } from '@anton/platform';
import type { Routed } from '@anton/router';

/** What a trace tells of a route: the choice and its price, never the reason or the question, which are a model's text. */
export function routeAttributes({ route, spend }: Routed): SpanAttributes {
  return {
    'anton.verdict': route.verdict,
    'anton.repository': route.repository?.id,
    'anton.template': route.template,
    'anton.complexity': route.complexity,
    'anton.decided_by': route.decidedBy.kind,
    'gen_ai.response.model': spend?.model,
    'gen_ai.usage.input_tokens':
      spend === null ? undefined : spend.inputTokens + spend.cacheReadTokens + spend.cacheWriteTokens,
    'gen_ai.usage.output_tokens': spend?.outputTokens,
    'anton.cost_usd': spend?.usd,
  };
}
