import { isAntonError } from '@anton/contracts';
import { REDACTED } from '@anton/platform';
import { Injectable } from '@nestjs/common';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { refusalOfNew } from './edit/hidden-values';
import { syntaxProblem } from './edit/syntax-check';
import { textOf } from './input-of';
import { answer, answered, refusal } from './tool-answer';

/** A larger file is data, and is written anew by no model. */
const MAX_BYTES = 5 * 1024 * 1024;

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
      const hidden = content.includes(REDACTED) ? await this.hiddenIn(path, content, context) : null;
      if (hidden !== null) return refusal(hidden);
      await context.workspace.write(path, Buffer.from(content, 'utf8'));
      const problem = await syntaxProblem(path, { after: content }, context);
      return problem === null
        ? answer(`wrote ${path}`)
        : answer(`wrote ${path}, but its syntax is broken:\n${problem}`);
    });
  }

  /** A new file hides nothing. */
  private async hiddenIn(
    path: string,
    content: string,
    { workspace, redact }: ToolContext,
  ): Promise<string | null> {
    try {
      return refusalOfNew(content, (await workspace.read(path, MAX_BYTES)).toString('utf8'), redact);
    } catch (error) {
      if (isAntonError(error)) return null;
      throw error;
    }
  }
}
