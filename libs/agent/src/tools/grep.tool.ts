import { Injectable } from '@nestjs/common';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { textOf } from './input-of';
import { answer, answered } from './tool-answer';

/** `agent-loop` 5.1. */
const MAX_MATCHES = 100;
const MAX_CHARACTERS = 12_000;
const TIMEOUT_MS = 30_000;

@Injectable()
@AgentToolProvider('grep')
export class GrepTool extends AgentTool {
  readonly description = 'Search file contents with a ripgrep regular expression.';
  readonly effect = 'read';
  readonly inputSchema = {
    type: 'object',
    properties: {
      pattern: { type: 'string' },
      path: { type: 'string', description: 'file or folder, default all' },
      glob: { type: 'string', description: 'such as *.ts' },
      ignore_case: { type: 'boolean' },
    },
    required: ['pattern'],
    additionalProperties: false,
  };

  execute(input: Readonly<Record<string, unknown>>, { workspace }: ToolContext): Promise<ToolResult> {
    return answered(async () => {
      const path = textOf(input, 'path');
      const glob = textOf(input, 'glob');
      const { matches, more } = await workspace.grep({
        pattern: textOf(input, 'pattern') ?? '',
        ...(path === undefined ? {} : { path }),
        ...(glob === undefined ? {} : { glob }),
        ignoreCase: input['ignore_case'] === true,
        maxMatches: MAX_MATCHES,
        timeoutMs: TIMEOUT_MS,
      });
      if (matches.length === 0) return answer('no matches');
      const text = matches.map((match) => `${match.path}:${match.line}:${match.text}`).join('\n');
      const isCut = more || text.length > MAX_CHARACTERS;
      return answer(text.slice(0, MAX_CHARACTERS) + (isCut ? '\n[more matches; narrow the search]' : ''));
    });
  }
}
