import type OpenAI from 'openai';
import type { ConversationTurn, ModelRequest, ToolDefinition } from '../../model-client.port';

type Params = OpenAI.Responses.ResponseCreateParams;
type Item = OpenAI.Responses.ResponseInputItem;

function itemsOf(turn: ConversationTurn): Item[] {
  if (turn.role === 'assistant') return structuredClone(turn.raw) as Item[];
  return turn.blocks.map((block): Item => {
    if (block.type === 'text') {
      return { type: 'message', role: 'user', content: [{ type: 'input_text', text: block.text }] };
    }
    const output = block.isError ? `Error: ${block.content}` : block.content;
    return { type: 'function_call_output', call_id: block.toolUseId, output };
  });
}

function toolOf({ name, description, inputSchema }: ToolDefinition): OpenAI.Responses.FunctionTool {
  return { type: 'function', name, description, parameters: { ...inputSchema }, strict: false };
}

function formatOf({
  name,
  schema,
}: NonNullable<ModelRequest['answer']>): OpenAI.Responses.ResponseTextConfig {
  return { format: { type: 'json_schema', name, schema: { ...schema }, strict: true } };
}

/**
 * The vendor's request: Responses API, byte-stable, strict schema when an answer is demanded. Nothing is stored there,
 * so the reasoning comes encrypted and goes back with the next request.
 */
export function openAiRequest(request: ModelRequest, promptCacheKey?: string): Params {
  const tools = (request.tools ?? []).toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(toolOf);
  return {
    model: request.model,
    instructions: request.system,
    input: request.turns.flatMap(itemsOf),
    max_output_tokens: request.maxTokens,
    store: false,
    include: ['reasoning.encrypted_content'],
    ...(tools.length > 0 && { tools }),
    ...(request.answer && { text: formatOf(request.answer) }),
    ...(request.effort !== undefined && { reasoning: { effort: request.effort } }),
    ...(promptCacheKey !== undefined && { prompt_cache_key: promptCacheKey }),
  };
}
