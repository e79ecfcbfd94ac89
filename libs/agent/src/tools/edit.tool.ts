import { Injectable } from '@nestjs/common';
import { AgentTool, AgentToolProvider, type ToolContext, type ToolResult } from './agent-tool.port';
import { findMatch, type EditMatch } from './edit/find-match';
import { refusalOfNew, refusalOfOld } from './edit/hidden-values';
import { syntaxProblem } from './edit/syntax-check';
import { decodeText, encodeText, type TextFile } from './edit/text-file';
import { textOf } from './input-of';
import { answer, answered, refusal } from './tool-answer';

const MAX_BYTES = 5 * 1024 * 1024;
const CONTEXT_LINES = 3;

interface Wish {
  readonly oldText: string;
  readonly newText: string;
  readonly all: boolean;
}

function around(text: string, line: number): string {
  const from = Math.max(1, line - CONTEXT_LINES);
  return text
    .split('\n')
    .slice(from - 1, line + CONTEXT_LINES)
    .map((content, index) => `${from + index}\t${content}`)
    .join('\n');
}

/** Replaces text in a file; what it was written with (line ends, mark, mode, final newline) stays. */
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
      if (file === null) return refusal(`${path} is binary or not UTF-8`);
      const hidden = refusalOfOld(oldText, file.text) ?? refusalOfNew(newText, file.text, context.redact);
      if (hidden !== null) return refusal(hidden);
      const edited = this.apply(file, { oldText, newText, all: input['replace_all'] === true });
      if (typeof edited !== 'string') return edited;
      await context.workspace.write(path, encodeText(edited, file));
      const problem = await syntaxProblem(path, { before: file.text, after: edited }, context);
      return problem === null
        ? answer(`edited ${path}`)
        : answer(`edited ${path}, but its syntax is broken now:\n${problem}`);
    });
  }

  /** The whole text after the edit, or why it cannot be made. */
  private apply({ text }: TextFile, { oldText, newText, all }: Wish): string | ToolResult {
    // Only a file of mixed line ends has a carriage return in its text.
    const plain = (part: string): string => (text.includes('\r') ? part : part.replaceAll('\r\n', '\n'));
    const found = findMatch(text, plain(oldText), plain(newText));
    if (found.kind === 'unique') return splice(text, [found.match]);
    if (found.kind === 'several') {
      if (all) return splice(text, found.matches);
      return refusal(
        `old_text stands ${found.lines.length} times, at lines ${found.lines.slice(0, 10).join(', ')}; give more context`,
      );
    }
    const hint = found.nearest === null ? '' : ` The nearest text is:\n${around(text, found.nearest)}`;
    return refusal(`old_text was not found.${hint}`);
  }
}

/** Applies the matches, which are in order; one that overlaps the match before it is left out. */
function splice(text: string, matches: readonly EditMatch[]): string {
  let edited = '';
  let done = 0;
  for (const { start, end, replacement } of matches) {
    if (start < done) continue;
    edited += text.slice(done, start) + replacement;
    done = end;
  }
  return edited + text.slice(done);
}
