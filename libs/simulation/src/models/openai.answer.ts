import { createHash } from 'node:crypto';
import type { RequestBody, ScriptedTurn } from './scenario';
import { tokensOf } from './token-count';

type Loose = Record<string, unknown>;

/** A response of the Responses API. */
export function openAiResponse(
  body: RequestBody,
  answer: ScriptedTurn | { readonly refusal: string },
): Loose {
  const seed = createHash('sha1').update(JSON.stringify(body['input'])).digest('hex').slice(0, 12);
  const part =
    'refusal' in answer
      ? { type: 'refusal', refusal: answer.refusal }
      : {
          type: 'output_text',
          annotations: [],
          text: answer.json === undefined ? (answer.text ?? '') : JSON.stringify(answer.json),
        };
  const cut = !('refusal' in answer) && answer.stopReason === 'max_tokens';
  const inputTokens = tokensOf(body['input']) + tokensOf(body['instructions'] ?? '');
  const outputTokens = tokensOf(part);
  return {
    id: `resp_${seed}`,
    object: 'response',
    created_at: 0,
    model: body['model'],
    status: cut ? 'incomplete' : 'completed',
    incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
    error: null,
    output: [{ type: 'message', id: `msg_${seed}`, role: 'assistant', status: 'completed', content: [part] }],
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: inputTokens + outputTokens,
    },
  };
}

/** What the real API answers with 400, or null. */
export function refusalOfOpenAiRequest(body: RequestBody): string | null {
  if (typeof body['model'] !== 'string' || body['input'] === undefined) return 'model and input are required';
  if (body['store'] !== false) return 'this scripted server wants store: false';
  const format = (body['text'] as { format?: Loose } | undefined)?.format;
  if (format === undefined) return null;
  return format['strict'] === true ? looseObject(format['schema']) : 'the schema must be strict';
}

/** Strict mode: every object closed, every property required. */
function looseObject(schema: unknown): string | null {
  if (typeof schema !== 'object' || schema === null) return null;
  const { properties, required, additionalProperties, type } = schema as Loose;
  if (type === 'object') {
    const names = Object.keys(properties ?? {});
    if (additionalProperties !== false) return 'additionalProperties must be false';
    const listed = (required ?? []) as string[];
    if (names.some((name) => !listed.includes(name))) return 'every property must be required';
  }
  return (
    Object.values(schema)
      .map(looseObject)
      .find((problem) => problem !== null) ?? null
  );
}
