import type { Tool } from '@modelcontextprotocol/sdk/types.js';
import type { JsonSchema } from '@anton/models';
import { AgentTool, type ToolContext, type ToolResult } from '../../tools/agent-tool.port';
import { answerText } from './answer-text';
import { foreignLine, foreignSchema } from './foreign-text';
import type { ServerConnection } from './server-connection';
import { MAX_DESCRIPTION, MAX_ERROR } from './server-limits';

/** A tool of a server. What goes wrong with the server is an answer to the model. */
export class ServerTool extends AgentTool {
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** A stranger's word that it only reads is not relied on. */
  readonly effect = 'write';
  private readonly name: string;

  constructor(
    private readonly server: string,
    tool: Tool,
    private readonly connection: ServerConnection,
    private readonly redact: (text: string) => string,
  ) {
    super();
    this.name = tool.name;
    const words = foreignLine(tool.description ?? '', MAX_DESCRIPTION);
    this.description = redact(`Of the server ${server}${words === '' ? '.' : `, in its words: ${words}`}`);
    this.inputSchema = foreignSchema(tool.inputSchema);
  }

  async execute(input: Readonly<Record<string, unknown>>, { signal }: ToolContext): Promise<ToolResult> {
    try {
      const result = await this.connection.call(this.name, input, signal);
      return { content: this.redact(answerText(result)), isError: result.isError === true };
    } catch (error) {
      const words = foreignLine(error instanceof Error ? error.message : String(error), MAX_ERROR);
      return { content: this.redact(`The server ${this.server} gave no answer: ${words}`), isError: true };
    }
  }
}
