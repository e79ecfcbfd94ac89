import { Injectable } from '@nestjs/common';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { filePage, PAGE_INPUT } from './file-page';
import { countOf, textOf } from './input-of';
import { answered } from './tool-answer';

/** A log of a command has at most 50 MiB. */
const MAX_BYTES = 51 * 1024 * 1024;

/** Reads a file or the log of a command, a page at a time. */
@Injectable()
@AgentToolProvider('read_file')
export class ReadFileTool extends AgentTool {
  readonly description = 'Read a text file with line numbers. Also reads @out/NNN.log.';
  readonly effect = 'read';
  readonly inputSchema = PAGE_INPUT;

  execute(input: Readonly<Record<string, unknown>>, { workspace }: ToolContext): Promise<ToolResult> {
    return answered(async () => {
      const path = textOf(input, 'path') ?? '';
      const content = await workspace.read(path, MAX_BYTES);
      return filePage(path, content, countOf(input, 'offset'), countOf(input, 'limit'));
    });
  }
}
