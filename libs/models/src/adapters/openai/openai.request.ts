import type OpenAI from 'openai';
import { ModelRequestError } from '../../model.errors';
import type { ConversationTurn, ModelRequest } from '../../model-client.port';

type Params = OpenAI.Responses.ResponseCreateParamsNonStreaming;
type Item = OpenAI.Responses.ResponseInputItem;

function itemsOf(turn: ConversationTurn): Item[] {
  if (turn.role === 'assistant') return structuredClone(turn.raw) as Item[];
  const content = turn.blocks.map((block) => {
    if (block.type === 'text') return { type: 'input_text' as const, text: block.text };
    throw new ModelRequestError('OpenAI', undefined, 'tool results are not supported by this adapter');
  });
  return [{ type: 'message', role: 'user', content }];
}

/** The vendor's request: Responses API, nothing stored there, strict schema when an answer is demanded. */
export function openAiRequest(request: ModelRequest): Params {
  if (request.tools !== undefined && request.tools.length > 0) {
    throw new ModelRequestError('OpenAI', undefined, 'tools are not supported by this adapter');
  }
  const format = request.answer && {
    type: 'json_schema' as const,
    name: request.answer.name,
    schema: { ...request.answer.schema },
    strict: true,
  };
  return {
    model: request.model,
    instructions: request.system,
    input: request.turns.flatMap(itemsOf),
    max_output_tokens: request.maxTokens,
    store: false,
    ...(format && { text: { format } }),
    ...(request.effort !== undefined && { reasoning: { effort: request.effort } }),
  };
}
