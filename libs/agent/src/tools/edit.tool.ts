import { Injectable } from '@nestjs/common';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { findMatch, type EditMatch } from './edit/find-match';
import { syntaxProblem } from './edit/syntax-check';
import { decodeText, encodeText } from './edit/text-file';
import { textOf } from './input-of';
import { answer, answered, refusal } from './tool-answer';

const MAX_BYTES = 5 * 1024 * 1024;
const CONTEXT_LINES = 3;

function around(text: string, line: number): string {
  const from = Math.max(1, line - CONTEXT_LINES);
  return text
    .split('\n')
    .slice(from - 1, line + CONTEXT_LINES)
    .map((content, index) => `${from + index}\t${content}`)
    .join('\n');
}

@Injectable()
@AgentToolProvider('edit')
export class EditTool extends AgentTool {
  readonly description = 'Replace text in a file. old_text must stand there exactly once unless replace_all.';
  readonly effect = 'write';
  readonly inputSchema = {
    type: 'object',
    properties: {
      path: { type: 'string' },
      old_text: { type: 'string' },
      new_text: { type: 'string' },
      replace_all: { type: 'boolean' },
    },
    required: ['path', 'old_text', 'new_text'],
    additionalProperties: false,
  };

  execute(input: Readonly<Record<string, unknown>>, context: ToolContext): Promise<ToolResult> {
    return answered(async () => {
      const path = textOf(input, 'path') ?? '';
      const oldText = textOf(input, 'old_text') ?? '';
      const newText = textOf(input, 'new_text') ?? '';
      if (oldText.trim() === '') return refusal('old_text is empty; use write_file to make a new file');
      if (oldText === newText) return refusal('old_text and new_text are equal');
      const file = decodeText(await context.workspace.read(path, MAX_BYTES));
      if (file === null) return refusal(`${path} is no text file`);
      const edited = this.apply(file.text, oldText, newText, input['replace_all'] === true);
      if (typeof edited !== 'string') return edited;
      await context.workspace.write(path, encodeText(edited, file));
      const problem = await syntaxProblem(path, edited, context);
      return problem === null
        ? answer(`edited ${path}`)
        : answer(`edited ${path}, but its syntax is broken now:\n${problem}`);
    });
  }

  /** The whole text after the edit, or why it cannot be made. */
  private apply(text: string, oldText: string, newText: string, all: boolean): string | ToolResult {
    const found = findMatch(text, oldText, newText);
    if (found.kind === 'unique') return splice(text, found.match);
    if (found.kind === 'several') {
      if (all && text.includes(oldText)) return text.replaceAll(oldText, () => newText);
      return refusal(
        `old_text stands ${found.lines.length} times, at lines ${found.lines.slice(0, 10).join(', ')}; give more context`,
      );
    }
    const hint = found.nearest === null ? '' : ` The nearest text is:\n${around(text, found.nearest)}`;
    return refusal(`old_text was not found.${hint}`);
  }
}

function splice(text: string, { start, end, replacement }: EditMatch): string {
  return text.slice(0, start) + replacement + text.slice(end);
}
