import type { RequestBody } from './scenario';
import { OPENAI_STRICT, refusalOfSchema } from './schema.refusals';

type Loose = Readonly<Record<string, unknown>>;

function wrongSchema(body: Loose): string | null {
  const format = (body['text'] as Loose | undefined)?.['format'] as Loose | undefined;
  if (format === undefined) return null;
  if (format['strict'] !== true) return "this scripted server wants 'text.format.strict' to be true";
  const refused = refusalOfSchema(format['schema'], OPENAI_STRICT);
  return refused === null
    ? null
    : `Invalid schema for response_format '${String(format['name'])}': ${refused}`;
}

/** Every function call has exactly one output after it, every output its call, and no item lives in the vendor's store. */
function wrongItems(items: readonly Loose[]): string | null {
  const ids = (type: string): unknown[] =>
    items.filter((item) => item['type'] === type).map((item) => item['call_id']);
  const [calls, outputs] = [ids('function_call'), ids('function_call_output')];
  const unanswered = calls.find((id) => outputs.filter((other) => other === id).length !== 1);
  if (unanswered !== undefined)
    return `No tool output found for function call ${JSON.stringify(unanswered)}.`;
  const stray = outputs.find((id) => !calls.includes(id));
  if (stray !== undefined)
    return `No tool call found for function call output with call_id ${JSON.stringify(stray)}.`;
  const stored = items.find(
    (item) => item['type'] === 'reasoning' && item['encrypted_content'] === undefined,
  );
  if (stored === undefined) return null;
  return `Item with id '${String(stored['id'])}' not found. Items are not persisted when \`store\` is set to false.`;
}

/** What the real API answers with 400, or null. */
export function refusalOfOpenAiRequest(body: RequestBody): string | null {
  if (typeof body['model'] !== 'string') return "Missing required parameter: 'model'.";
  if (!Array.isArray(body['input'])) return "this scripted server wants 'input' as a list";
  if (body['store'] !== false) return "this scripted server wants 'store' to be false";
  const sampling = ['temperature', 'top_p'].find((name) => name in body);
  if (sampling !== undefined) return `Unsupported parameter: '${sampling}' is not supported with this model.`;
  return wrongSchema(body) ?? wrongItems(body['input'] as Loose[]);
}
