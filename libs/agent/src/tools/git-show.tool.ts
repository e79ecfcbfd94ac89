import { AgentTool, type ToolResult } from './agent-tool.port';
import { filePage, PAGE_INPUT } from './file-page';
import { countOf, textOf } from './input-of';
import { answered, refusal } from './tool-answer';

/** Reads a file of the base commit, outside the workspace; null when the base has none of this path. */
type ReadBase = (path: string) => Promise<Buffer | null>;

/** Shows a reviewer a file as it was before the change. */
export class GitShowTool extends AgentTool {
  readonly description = 'Read a text file as it was before the change, with line numbers.';
  readonly effect = 'read';
  readonly inputSchema = PAGE_INPUT;

  constructor(private readonly readBase: ReadBase) {
    super();
  }

  execute(input: Readonly<Record<string, unknown>>): Promise<ToolResult> {
    return answered(async () => {
      const path = textOf(input, 'path') ?? '';
      const content = await this.readBase(path);
      return content === null
        ? refusal(`before the change there was no file ${path}`)
        : filePage(path, content, countOf(input, 'offset'), countOf(input, 'limit'));
    });
  }
}
