import type { ToolResult } from './agent-tool.port';
import { answer, refusal } from './tool-answer';

/** `agent-loop` 5.1. */
const MAX_LINES = 1_000;

/** Which page of which file: the input of a tool that shows one. */
export const PAGE_INPUT = {
  type: 'object',
  properties: {
    path: { type: 'string' },
    offset: { type: 'integer', description: 'first line, from 1' },
    limit: { type: 'integer', description: `lines, at most ${MAX_LINES}` },
  },
  required: ['path'],
  additionalProperties: false,
};
const MAX_LINE = 2_000;
const MAX_CHARACTERS = 32_000;
const HALF_CHARACTER = /\p{Cs}/gu;

/** Text with line numbers, from line `offset` (from 1), bounded in lines and characters. */
function numbered(text: string, offset: number, limit: number): string {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const out: string[] = [];
  let room = MAX_CHARACTERS;
  for (const [index, line] of lines.slice(offset - 1, offset - 1 + limit).entries()) {
    const shown = `${offset + index}\t${line.length > MAX_LINE ? `${line.slice(0, MAX_LINE).replace(HALF_CHARACTER, '')}…` : line}`;
    room -= shown.length + 1;
    if (room < 0) break;
    out.push(shown);
  }
  const next = offset + out.length;
  if (next <= lines.length) out.push(`[${lines.length} lines in all; go on with offset ${next}]`);
  if (lines.length === 0) return '[empty file]';
  return out.length === 0 ? `[no such line; the file has ${lines.length}]` : out.join('\n');
}

/** A page of a text file with line numbers: at most 1,000 lines and 32,000 characters. */
export function filePage(path: string, content: Buffer, offset = 1, limit = MAX_LINES): ToolResult {
  return content.subarray(0, 8_000).includes(0)
    ? refusal(`${path} is a binary file of ${content.length} bytes`)
    : answer(numbered(content.toString('utf8'), offset, Math.min(limit, MAX_LINES)));
}
