import { Injectable } from '@nestjs/common';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { syntaxProblem } from './edit/syntax-check';
import { textOf } from './input-of';
import { answer, answered } from './tool-answer';

/** Creates or replaces a whole file. */
@Injectable()
@AgentToolProvider('write_file')
export class WriteFileTool extends AgentTool {
  readonly description = 'Create a file, or replace all of it. Prefer edit for existing files.';
  readonly effect = 'write';
  readonly inputSchema = {
    type: 'object',
    properties: { path: { type: 'string' }, content: { type: 'string' } },
    required: ['path', 'content'],
    additionalProperties: false,
  };

  execute(input: Readonly<Record<string, unknown>>, context: ToolContext): Promise<ToolResult> {
    return answered(async () => {
      const path = textOf(input, 'path') ?? '';
      const content = textOf(input, 'content') ?? '';
      await context.workspace.write(path, Buffer.from(content, 'utf8'));
      const problem = await syntaxProblem(path, { after: content }, context);
      return problem === null
        ? answer(`wrote ${path}`)
        : answer(`wrote ${path}, but its syntax is broken:\n${problem}`);
    });
  }
}
