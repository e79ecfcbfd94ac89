import { Injectable } from '@nestjs/common';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { countOf, textOf } from './input-of';
import { answer, answered, refusal } from './tool-answer';

/** `agent-loop` 5.1. */
const MAX_LINES = 1_000;
const MAX_LINE = 2_000;
const MAX_CHARACTERS = 32_000;
/** A log of a command has at most 50 MiB. */
const MAX_BYTES = 51 * 1024 * 1024;
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

/** Reads a file or the log of a command, a page at a time. */
@Injectable()
@AgentToolProvider('read_file')
export class ReadFileTool extends AgentTool {
  readonly description = 'Read a text file with line numbers. Also reads @out/NNN.log.';
  readonly effect = 'read';
  readonly inputSchema = {
    type: 'object',
    properties: {
      path: { type: 'string' },
      offset: { type: 'integer', description: 'first line, from 1' },
      limit: { type: 'integer', description: `lines, at most ${MAX_LINES}` },
    },
    required: ['path'],
    additionalProperties: false,
  };

  execute(input: Readonly<Record<string, unknown>>, { workspace }: ToolContext): Promise<ToolResult> {
    return answered(async () => {
      const path = textOf(input, 'path') ?? '';
      const content = await workspace.read(path, MAX_BYTES);
      if (content.subarray(0, 8_000).includes(0))
        return refusal(`${path} is a binary file of ${content.length} bytes`);
      const limit = Math.min(countOf(input, 'limit') ?? MAX_LINES, MAX_LINES);
      return answer(numbered(content.toString('utf8'), countOf(input, 'offset') ?? 1, limit));
    });
  }
}
