import { isDeepStrictEqual } from 'node:util';
import type { NamedEntry } from '@anton/platform';
import type { JsonSchema } from '@anton/models';
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

/** The tools of a recording; tools of extensions need not be installed. */
export class ReplayedTools extends AgentToolRegistry {
  private readonly entries: readonly NamedEntry<AgentTool>[];

  constructor(tools: readonly LoopTool[], position: ReplayPosition) {
    super({ getProviders: () => [] } as never);
    this.entries = tools.map((tool, order) => ({
      name: tool.name,
      order,
      provider: new ReplayedTool(tool, position),
    }));
  }

  override all(): readonly NamedEntry<AgentTool>[] {
    return this.entries;
  }
}
