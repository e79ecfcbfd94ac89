import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { AgentToolRegistry, type NamedTool } from '../../tools/agent-tool.port';
import { SKILL_TOOL } from '../../tools/skill.tool';
import { BadToolError } from './bad-tool.error';
import { ToolSet, usableTool, type UsableTool } from './tool-set';

/** The tools of this process, checked at boot, and with them those of a single run. */
@Injectable()
export class ToolBox implements OnApplicationBootstrap {
  private readonly logger = new Logger(ToolBox.name);
  private registered: ToolSet | undefined;

  constructor(private readonly registry: AgentToolRegistry) {}

  /** @throws BadToolError for a registered tool whose name or schema no model could use. */
  onApplicationBootstrap(): void {
    this.own();
  }

  /** The registered tools and `further` ones; of those, what is unusable or has a name that is taken is left out. */
  forRun(further: readonly NamedTool[]): ToolSet {
    const tools = new Map<string, UsableTool>(this.own());
    for (const named of further) {
      try {
        if (tools.has(named.name)) throw new BadToolError(named.name, 'another tool has its name');
        tools.set(named.name, usableTool(named, true));
      } catch (error) {
        this.logger.warn(`left out: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return new ToolSet(tools);
  }

  private own(): ToolSet {
    this.registered ??= new ToolSet(
      this.registry.all().map(({ name, provider }) => {
        if (name === SKILL_TOOL) throw new BadToolError(name, 'its name is reserved for loading skills');
        return [name, usableTool({ name, tool: provider }, false)];
      }),
    );
    return this.registered;
  }
}
