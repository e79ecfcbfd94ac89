import { createHash } from 'node:crypto';
import type { RequestBody, ScriptedTurn } from './scenario';
import { tokensOf, type CountedInput } from './token-count';

type Loose = Record<string, unknown>;

function contentOf(turn: ScriptedTurn, seed: string): Loose[] {
  const thinking =
    turn.thinking === undefined
      ? []
      : [{ type: 'thinking', thinking: turn.thinking, signature: `signed-${seed}` }];
  const text = turn.json === undefined ? turn.text : JSON.stringify(turn.json);
  const texts = text === undefined ? [] : [{ type: 'text', text }];
  const calls = (turn.tools ?? []).map((call, index) => ({
    type: 'tool_use',
    id: `toolu_${seed}_${index}`,
    ...call,
  }));
  return [...thinking, ...texts, ...calls];
}

/** A message of the Messages API, ids made from the request so that a retry gets the same ones. */
export function anthropicMessage(body: RequestBody, turn: ScriptedTurn, input: CountedInput): Loose {
  const seed = createHash('sha1').update(JSON.stringify(body['messages'])).digest('hex').slice(0, 12);
  const content = contentOf(turn, seed);
  const stop = turn.stopReason ?? ((turn.tools?.length ?? 0) > 0 ? 'tool_use' : 'end_turn');
  return {
    id: `msg_${seed}`,
    type: 'message',
    role: 'assistant',
    model: body['model'],
    content,
    stop_reason: stop,
    stop_sequence: null,
    usage: { ...input, output_tokens: tokensOf(content) },
  };
}

function deltasOf(block: Loose): { readonly start: Loose; readonly deltas: Loose[] } {
  switch (block['type']) {
    case 'text':
      return { start: { type: 'text', text: '' }, deltas: [{ type: 'text_delta', text: block['text'] }] };
    case 'thinking':
      return {
        start: { type: 'thinking', thinking: '', signature: '' },
        deltas: [
          { type: 'thinking_delta', thinking: block['thinking'] },
          { type: 'signature_delta', signature: block['signature'] },
        ],
      };
    default:
      return {
        start: { ...block, input: {} },
        deltas: [{ type: 'input_json_delta', partial_json: JSON.stringify(block['input']) }],
      };
  }
}

/** The same message as server-sent events, https://docs.claude.com/en/docs/build-with-claude/streaming. */
export function anthropicEvents(message: Loose): string[] {
  const content = message['content'] as Loose[];
  const usage = message['usage'] as Loose;
  const start = { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  const blocks = content.flatMap((block, index) => {
    const { start: opening, deltas } = deltasOf(block);
    return [
      { type: 'content_block_start', index, content_block: opening },
      ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ];
  });
  const end = {
    type: 'message_delta',
    delta: { stop_reason: message['stop_reason'], stop_sequence: null },
    usage: { output_tokens: usage['output_tokens'] },
  };
  const events: Loose[] = [
    { type: 'message_start', message: start },
    ...blocks,
    end,
    { type: 'message_stop' },
  ];
  return events.map((event) => `event: ${String(event['type'])}\ndata: ${JSON.stringify(event)}\n\n`);
}
