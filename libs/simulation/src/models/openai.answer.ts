import { createHash } from 'node:crypto';
import { eventOf, piecesOf } from './event-stream';
import type { RequestBody, ScriptedRefusal, ScriptedTurn } from './scenario';
import { tokensOf } from './token-count';

type Loose = Readonly<Record<string, unknown>>;

function messageOf(answer: ScriptedTurn | ScriptedRefusal, seed: string): Loose[] {
  const text =
    'refusal' in answer ? undefined : answer.json === undefined ? answer.text : JSON.stringify(answer.json);
  const parts: Loose[] = [];
  if ('refusal' in answer) parts.push({ type: 'refusal', refusal: answer.refusal });
  else if (text !== undefined) parts.push({ type: 'output_text', annotations: [], text });
  if (parts.length === 0) return [];
  return [{ type: 'message', id: `msg_${seed}`, role: 'assistant', status: 'completed', content: parts }];
}

function outputOf(body: RequestBody, answer: ScriptedTurn | ScriptedRefusal, seed: string): Loose[] {
  const turn: ScriptedTurn = 'refusal' in answer ? {} : answer;
  const include = Array.isArray(body['include']) ? (body['include'] as unknown[]) : [];
  const encrypted = include.includes('reasoning.encrypted_content') && {
    encrypted_content: `sealed-${seed}`,
  };
  const reasoning =
    turn.thinking === undefined ? [] : [{ type: 'reasoning', id: `rs_${seed}`, summary: [], ...encrypted }];
  const calls = (turn.tools ?? []).map((call, index) => ({
    type: 'function_call',
    id: `fc_${seed}_${index}`,
    call_id: `call_${seed}_${index}`,
    name: call.name,
    arguments: 'rawInput' in call ? call.rawInput : JSON.stringify(call.input),
    status: 'completed',
  }));
  return [...reasoning, ...messageOf(answer, seed), ...calls];
}

/** A response of the Responses API, ids made from the request so that a retry gets the same ones. */
export function openAiResponse(
  body: RequestBody,
  answer: ScriptedTurn | ScriptedRefusal,
  cachedTokens: number,
): Loose {
  const seed = createHash('sha1').update(JSON.stringify(body['input'])).digest('hex').slice(0, 12);
  const output = outputOf(body, answer, seed);
  const cut = !('refusal' in answer) && answer.stopReason === 'max_tokens';
  const inputTokens = [body['tools'] ?? [], body['instructions'] ?? '', body['input']]
    .map(tokensOf)
    .reduce((sum, tokens) => sum + tokens, 0);
  const outputTokens = tokensOf(output);
  return {
    id: `resp_${seed}`,
    object: 'response',
    created_at: 0,
    model: body['model'],
    status: cut ? 'incomplete' : 'completed',
    incomplete_details: cut ? { reason: 'max_output_tokens' } : null,
    error: null,
    output,
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: Math.min(cachedTokens, inputTokens), cache_write_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: inputTokens + outputTokens,
    },
  };
}

function itemEvents(item: Loose, index: number): Loose[] {
  const texts = item['type'] === 'message' ? (item['content'] as Loose[]) : [];
  const deltas = texts.flatMap((part, content) =>
    piecesOf(part['text'] ?? part['refusal']).map((delta) => ({
      type: part['type'] === 'refusal' ? 'response.refusal.delta' : 'response.output_text.delta',
      item_id: item['id'],
      output_index: index,
      content_index: content,
      delta,
    })),
  );
  return [
    { type: 'response.output_item.added', output_index: index, item },
    ...deltas,
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

/** The same response as server-sent events, https://platform.openai.com/docs/api-reference/responses-streaming. */
export function openAiEvents(response: Loose): string[] {
  const started = { ...response, status: 'in_progress', output: [], usage: null, incomplete_details: null };
  return [
    { type: 'response.created', response: started },
    ...(response['output'] as Loose[]).flatMap(itemEvents),
    { type: `response.${String(response['status'])}`, response },
  ].map((event, index) => eventOf({ ...event, sequence_number: index }));
}
