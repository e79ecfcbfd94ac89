import { CODER_SYSTEM_PROMPT } from '../prompt/coder-system.prompt';
import type { Conversation } from './conversation';

/** A token is about four bytes (agent-loop 0.2). */
const BYTES_PER_TOKEN = 4;

const tokensOf = (value: unknown): number =>
  Math.ceil(Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value)) / BYTES_PER_TOKEN);

/** One line for the log: what every request of the run carries along. */
export function firstRequestSize({ definitions, transcript }: Conversation): string {
  const [tools, system, first] = [definitions, CODER_SYSTEM_PROMPT, transcript.turns[0] ?? ''].map(tokensOf);
  const sum = (tools ?? 0) + (system ?? 0) + (first ?? 0);
  return `first request: about ${sum} tokens: tools ${tools} (${definitions.length}), system prompt ${system}, first message ${first}`;
}
