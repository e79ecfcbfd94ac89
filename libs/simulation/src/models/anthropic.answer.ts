import { createHash } from 'node:crypto';
import type { CountedInput } from './anthropic.prompt-cache';
import { eventOf, piecesOf } from './event-stream';
import type { RequestBody, ScriptedRefusal, ScriptedToolCall, ScriptedTurn } from './scenario';
import { tokensOf } from './token-count';

type Loose = Readonly<Record<string, unknown>>;

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex').slice(0, 12);
}

/** The signature of a thinking block, by which the server sees that it came back unchanged. */
export function signatureOf(thinking: string): string {
  return `signed-${sha1(thinking)}`;
}

function callOf(call: ScriptedToolCall, id: string): Loose {
  const input = 'rawInput' in call ? call.rawInput : JSON.stringify(call.input);
  return { type: 'tool_use', id, name: call.name, input };
}

function contentOf(turn: ScriptedTurn, seed: string): Loose[] {
  const { thinking } = turn;
  const text = turn.json === undefined ? turn.text : JSON.stringify(turn.json);
  return [
    ...(thinking === undefined ? [] : [{ type: 'thinking', thinking, signature: signatureOf(thinking) }]),
    ...(text === undefined ? [] : [{ type: 'text', text }]),
    ...(turn.tools ?? []).map((call, index) => callOf(call, `toolu_${seed}_${index}`)),
  ];
}

/**
 * A message of the Messages API, ids made from the request so that a retry gets the same ones. The input of a tool
 * call is still text, as it travels in a stream.
 */
export function anthropicMessage(
  body: RequestBody,
  answer: ScriptedTurn | ScriptedRefusal,
  input: CountedInput,
): Loose {
  const refused = 'refusal' in answer;
  const turn: ScriptedTurn = refused ? { text: answer.refusal, stopReason: 'refusal' } : answer;
  const seed = sha1(JSON.stringify(body['messages']));
  const content = contentOf(turn, seed);
  const calls = turn.tools?.length ?? 0;
  return {
    id: `msg_${seed}`,
    type: 'message',
    role: 'assistant',
    model: body['model'],
    content,
    stop_reason: turn.stopReason ?? (calls > 0 ? 'tool_use' : 'end_turn'),
    stop_sequence: null,
    usage: { ...input, output_tokens: tokensOf(content) },
  };
}

function parsedInput(block: Loose): unknown {
  try {
    return JSON.parse(String(block['input']));
  } catch {
    return block['input'];
  }
}

/** The same message as it is answered without a stream; an input that is no JSON stays text. */
export function anthropicJson(message: Loose): Loose {
  const content = (message['content'] as Loose[]).map((block) =>
    block['type'] === 'tool_use' ? { ...block, input: parsedInput(block) } : block,
  );
  return { ...message, content };
}

function startOf(block: Loose): Loose {
  if (block['type'] === 'tool_use') return { ...block, input: {} };
  return block['type'] === 'text'
    ? { type: 'text', text: '' }
    : { type: 'thinking', thinking: '', signature: '' };
}

function deltasOf(block: Loose): Loose[] {
  switch (block['type']) {
    case 'text':
      return piecesOf(block['text']).map((text) => ({ type: 'text_delta', text }));
    case 'thinking':
      return [
        ...piecesOf(block['thinking']).map((thinking) => ({ type: 'thinking_delta', thinking })),
        { type: 'signature_delta', signature: block['signature'] },
      ];
    default:
      return piecesOf(block['input']).map((json) => ({ type: 'input_json_delta', partial_json: json }));
  }
}

function blockEvents(block: Loose, index: number): Loose[] {
  return [
    { type: 'content_block_start', index, content_block: startOf(block) },
    ...deltasOf(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

/** The same message as server-sent events, https://docs.claude.com/en/docs/build-with-claude/streaming. */
export function anthropicEvents(message: Loose): string[] {
  const usage = message['usage'] as Loose;
  const started = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  const delta = { stop_reason: message['stop_reason'], stop_sequence: null };
  return [
    { type: 'message_start', message: started },
    { type: 'ping' },
    ...(message['content'] as Loose[]).flatMap(blockEvents),
    { type: 'message_delta', delta, usage: { output_tokens: usage['output_tokens'] } },
    { type: 'message_stop' },
  ].map(eventOf);
}
