import { Injectable } from '@nestjs/common';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { textOf } from './input-of';
import { answer, answered } from './tool-answer';

/** `agent-loop` 5.1. */
const MAX_MATCHES = 100;
const MAX_CHARACTERS = 12_000;
const TIMEOUT_MS = 30_000;

/** Searches the tree or a log. */
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

  execute(input: Readonly<Record<string, unknown>>, { workspace, signal }: ToolContext): Promise<ToolResult> {
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
        signal,
      });
      if (matches.length === 0) return answer('no matches');
      let room = MAX_CHARACTERS;
      const lines = matches.map((match) => `${match.path}:${match.line}:${match.text}`);
      const shown = lines.filter((line) => (room -= line.length + 1) >= 0);
      const isCut = more || shown.length < lines.length;
      return answer([...shown, ...(isCut ? ['[more matches; narrow the search]'] : [])].join('\n'));
    });
  }
}
