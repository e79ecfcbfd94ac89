import { Injectable } from '@nestjs/common';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { textOf } from './input-of';
import { answer, answered } from './tool-answer';

/** `agent-loop` 5.1. */
const MAX_ENTRIES = 200;
const MARK = { file: '', directory: '/', symlink: '@', other: '?' } as const;

/** Lists one folder. */
@Injectable()
@AgentToolProvider('ls')
export class LsTool extends AgentTool {
  readonly description = 'List a folder; folders end with /.';
  readonly effect = 'read';
  readonly inputSchema = {
    type: 'object',
    properties: { path: { type: 'string', description: 'default the root' } },
    required: [],
    additionalProperties: false,
  };

  execute(input: Readonly<Record<string, unknown>>, { workspace }: ToolContext): Promise<ToolResult> {
    return answered(async () => {
      const { entries, more } = await workspace.list(textOf(input, 'path') ?? '.', MAX_ENTRIES);
      if (entries.length === 0) return answer('empty');
      const lines = entries.map((entry) => `${entry.path}${MARK[entry.kind]}`);
      return answer([...lines, ...(more ? [`[more than ${MAX_ENTRIES} entries]`] : [])].join('\n'));
    });
  }
}
