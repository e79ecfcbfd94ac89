import { isDeepStrictEqual } from 'node:util';
import type { JsonSchema } from '@anton/models';
import { ToolBox } from '../loop/calls/tool-box';
import { ToolSet, usableTool } from '../loop/calls/tool-set';
import type { LoopTool } from '../loop/loop-event';
import { AgentTool, AgentToolRegistry, type ToolContext, type ToolResult } from '../tools/agent-tool.port';
import { atNoByte, type ReplayPosition } from './replay-position';

/** A tool that does nothing and answers what it once answered. */
class ReplayedTool extends AgentTool {
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly effect: AgentTool['effect'];

  constructor(
    private readonly tool: LoopTool,
    private readonly position: ReplayPosition,
  ) {
    super();
    this.description = tool.description;
    this.inputSchema = tool.inputSchema;
    this.effect = tool.effect;
  }

  async execute(input: Readonly<Record<string, unknown>>, context: ToolContext): Promise<ToolResult> {
    const recorded = this.position.takeTool();
    if (recorded === undefined || recorded.result === null) {
      this.position.exhausted = true;
      return { content: 'the recording ends here', isError: true };
    }
    const { call, checks, result } = recorded;
    if (call.tool !== this.tool.name || !isDeepStrictEqual(call.input, { ...input }))
      this.position.diverge(atNoByte(`the loop runs ${this.tool.name} where it had run ${call.tool}`));
    for (const _run of checks) await context.checks.run(context.signal);
    const { content, isError, claim } = result;
    return claim === undefined ? { content, isError } : { content, isError, claim };
  }
}

/** Of a tool that a server offers: `<server>__<tool>`. */
const FOREIGN = '__';

/** The tools of a recording, those of skills and servers among them; none of them need be there any more. */
export class ReplayedToolBox extends ToolBox {
  private readonly recorded: ToolSet;

  constructor(tools: readonly LoopTool[], position: ReplayPosition) {
    super(new AgentToolRegistry({ getProviders: () => [] } as never));
    this.recorded = new ToolSet(
      tools.map((offered) => {
        const { name } = offered;
        const tool = new ReplayedTool(offered, position);
        return [name, usableTool({ name, tool }, name.includes(FOREIGN))];
      }),
    );
  }

  override forRun(): ToolSet {
    return this.recorded;
  }
}
