import { signatureOf } from './anthropic.answer';
import type { RequestBody } from './scenario';
import { ANTHROPIC_STRICT, refusalOfSchema } from './schema.refusals';

type Loose = Readonly<Record<string, unknown>>;
const MAX_MARKERS = 4;

function listOf(value: unknown): Loose[] {
  return Array.isArray(value) ? (value as Loose[]) : [];
}

function blocksOf(message: Loose | undefined, type?: string): Loose[] {
  const blocks = listOf(message?.['content']);
  return type === undefined ? blocks : blocks.filter((block) => block['type'] === type);
}

function wrongContent(messages: readonly Loose[]): string | null {
  for (const [index, message] of messages.entries()) {
    const blocks = blocksOf(message);
    if (Array.isArray(message['content']) && blocks.length === 0) {
      return `messages.${index}: all messages must have non-empty content`;
    }
    if (blocks.some((block) => block['type'] === 'text' && block['text'] === '')) {
      return `messages.${index}: text content blocks must be non-empty`;
    }
    const thoughts = blocksOf(message, 'thinking');
    if (thoughts.some((block) => block['signature'] !== signatureOf(String(block['thinking'])))) {
      return `messages.${index}: Invalid \`signature\` in \`thinking\` block`;
    }
  }
  return null;
}

/** Every `tool_use` has exactly one `tool_result` in the next message, and every result its call. */
function unpaired(before: Loose | undefined, message: Loose | undefined): string | null {
  const calls = before?.['role'] === 'assistant' ? blocksOf(before, 'tool_use').map(({ id }) => id) : [];
  const results = blocksOf(message, 'tool_result').map((block) => block['tool_use_id']);
  const wrong = calls.find((id) => results.filter((other) => other === id).length !== 1);
  if (wrong !== undefined)
    return `tool_use ${JSON.stringify(wrong)} must have one tool_result block after it`;
  const stray = results.find((id) => !calls.includes(id));
  return stray === undefined ? null : `unexpected tool_use_id ${JSON.stringify(stray)} in tool_result`;
}

function resultsBehindOthers(message: Loose | undefined): boolean {
  const results = blocksOf(message).map((block) => block['type'] === 'tool_result');
  return results.includes(false) && results.lastIndexOf(true) > results.indexOf(false);
}

function wrongPairs(messages: readonly Loose[]): string | null {
  for (let index = 0; index <= messages.length; index += 1) {
    const problem = unpaired(messages[index - 1], messages[index]);
    if (problem !== null) return `messages.${index}: ${problem}`;
    if (resultsBehindOthers(messages[index])) return `messages.${index}: tool_result blocks must come first`;
  }
  return null;
}

function tooManyMarkers(body: Loose): string | null {
  const blocks = [
    ...listOf(body['tools']),
    ...listOf(body['system']),
    ...listOf(body['messages']).flatMap((message) => blocksOf(message)),
  ];
  const count = blocks.filter((block) => block['cache_control'] !== undefined).length;
  return count > MAX_MARKERS
    ? `A maximum of 4 blocks with cache_control may be provided. Found ${count}.`
    : null;
}

function wrongParameter(body: Loose): string | null {
  if (typeof body['model'] !== 'string') return 'model: Field required';
  if (typeof body['max_tokens'] !== 'number') return 'max_tokens: Field required';
  const sampling = ['temperature', 'top_p', 'top_k'].find((name) => name in body);
  if (sampling !== undefined) return `\`${sampling}\` is not supported by this model`;
  const thinking = body['thinking'] as Loose | undefined;
  return thinking?.['type'] === 'enabled' ? '`thinking.type.enabled` is not supported by this model' : null;
}

function wrongSchema(body: Loose): string | null {
  const tool = listOf(body['tools']).find(
    ({ input_schema: schema }) => (schema as Loose)['type'] !== 'object',
  );
  if (tool !== undefined) return `tools.${String(tool['name'])}.input_schema.type: Input should be 'object'`;
  const format = (body['output_config'] as Loose | undefined)?.['format'] as Loose | undefined;
  const refused = format === undefined ? null : refusalOfSchema(format['schema'], ANTHROPIC_STRICT);
  return refused === null ? null : `output_config.format.schema: ${refused}`;
}

/** What the real API answers with 400, or null. */
export function refusalOfAnthropicRequest(body: RequestBody): string | null {
  const messages = listOf(body['messages']);
  if (messages[0]?.['role'] !== 'user') return 'messages: first message must use the "user" role';
  return (
    wrongParameter(body) ??
    wrongSchema(body) ??
    tooManyMarkers(body) ??
    wrongContent(messages) ??
    wrongPairs(messages)
  );
}
