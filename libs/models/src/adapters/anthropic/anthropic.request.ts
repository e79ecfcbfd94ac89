import type Anthropic from '@anthropic-ai/sdk';
import type { ConversationTurn, ModelRequest, ToolDefinition } from '../../model-client.port';

type Params = Anthropic.MessageCreateParamsNonStreaming;
type Content = Anthropic.ContentBlockParam[];
const MARKER: Anthropic.CacheControlEphemeral = { type: 'ephemeral' };

function contentOf(turn: ConversationTurn): Content {
  if (turn.role === 'assistant') return structuredClone(turn.raw) as Content;
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

/** Marks the last block of a message, so that everything before it is cached. */
function mark(message: Anthropic.MessageParam | undefined): void {
  if (message === undefined || typeof message.content === 'string') return;
  const last = message.content.at(-1);
  if (last !== undefined && 'type' in last && (last.type === 'text' || last.type === 'tool_result')) {
    last.cache_control = MARKER;
  }
}

/** `agent-loop` 5.1: after the first user message, the previous user turn and the newest one; the fourth is the system's. */
function markPrefixes(messages: readonly Anthropic.MessageParam[]): void {
  const users = messages.filter((message) => message.role === 'user');
  for (const message of new Set([users[0], users.at(-2), users.at(-1)])) mark(message);
}

/** Models from the fifth generation on think adaptively; older ones refuse the parameter. */
function thinks(model: string): boolean {
  return /^claude-[a-z]+-(?:[5-9]|\d\d)(?:-|$)/.test(model);
}

/** The vendor's request: byte-stable for an equal prefix, tools sorted by name, no sampling parameters. */
export function anthropicRequest(request: ModelRequest): Params {
  const messages: Anthropic.MessageParam[] = request.turns.map((turn) => ({
    role: turn.role,
    content: contentOf(turn),
  }));
  markPrefixes(messages);
  const tools = (request.tools ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(toolOf);
  const format = request.answer && { type: 'json_schema' as const, schema: { ...request.answer.schema } };
  const effort = request.effort !== undefined && thinks(request.model) ? request.effort : undefined;
  const output = { ...(effort && { effort }), ...(format && { format }) };
  return {
    model: request.model,
    max_tokens: request.maxTokens,
    system: [{ type: 'text', text: request.system, cache_control: MARKER }],
    ...(tools.length > 0 && { tools }),
    ...(effort && { thinking: { type: 'adaptive' as const } }),
    ...(Object.keys(output).length > 0 && { output_config: output }),
    messages,
  };
}
