import type Anthropic from '@anthropic-ai/sdk';
import type { ConversationTurn, ModelRequest, ToolDefinition } from '../../model-client.port';
import { takesEffort } from './takes-effort';

type Params = Anthropic.MessageStreamParams;
type Content = Anthropic.ContentBlockParam[];
type Marker = Anthropic.CacheControlEphemeral;
const MARKER: Marker = { type: 'ephemeral' };
const HOUR_MARKER: Marker = { type: 'ephemeral', ttl: '1h' };

function isEmptyText(block: Anthropic.ContentBlockParam): boolean {
  return block.type === 'text' && block.text === '';
}

/** The vendor sends empty texts now and then, and refuses them when they come back. */
function contentOf(turn: ConversationTurn): Content {
  if (turn.role === 'assistant') {
    return (structuredClone(turn.raw) as Content).filter((block) => !isEmptyText(block));
  }
  return turn.blocks.map((block) =>
    block.type === 'text'
      ? { type: 'text', text: block.text }
      : {
          type: 'tool_result',
          tool_use_id: block.toolUseId,
          content: block.content,
          is_error: block.isError,
        },
  );
}

function toolOf({ name, description, inputSchema }: ToolDefinition): Anthropic.Tool {
  return { name, description, input_schema: inputSchema as Anthropic.Tool.InputSchema };
}

/** Marks the last block of a user's message, so that everything before it is cached. */
function mark(message: Anthropic.MessageParam | undefined, marker: Marker): void {
  const last = Array.isArray(message?.content) ? message.content.at(-1) : undefined;
  if (last?.type === 'text' || last?.type === 'tool_result') last.cache_control = marker;
}

/**
 * `agent-loop` 5.1: after the first user message, the previous user turn and the newest one; the fourth is the system's.
 * What lives longer must stand before what lives shorter.
 */
function markPrefixes(messages: readonly Anthropic.MessageParam[], first: Marker): void {
  const users = messages.filter((message) => message.role === 'user');
  for (const message of [users.at(-2), users.at(-1)]) mark(message, MARKER);
  mark(users[0], first);
}

function messagesOf(turns: readonly ConversationTurn[], first: Marker): Anthropic.MessageParam[] {
  const messages = turns
    .map((turn) => ({ role: turn.role, content: contentOf(turn) }))
    .filter(({ content }) => content.length > 0);
  markPrefixes(messages, first);
  return messages;
}

/** The vendor's request: byte-stable for an equal prefix, tools sorted by name, no sampling parameters. */
export function anthropicRequest(request: ModelRequest): Params {
  const tools = (request.tools ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(toolOf);
  const format = request.answer && { type: 'json_schema' as const, schema: { ...request.answer.schema } };
  const effort = takesEffort(request.model) ? request.effort : undefined;
  const prefix = request.slowTurns === true ? HOUR_MARKER : MARKER;
  const output = { ...(effort && { effort }), ...(format && { format }) };
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    system: [{ type: 'text', text: request.system, cache_control: prefix }],
    ...(tools.length > 0 && { tools }),
    ...(effort && { thinking: { type: 'adaptive' } }),
    ...(Object.keys(output).length > 0 && { output_config: output }),
    messages: messagesOf(request.turns, prefix),
  };
}
