import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { ToolDefinition } from '@anton/models';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { AgentToolRegistry, type AgentTool } from '../../tools/agent-tool.port';
import type { LoopTool } from '../loop-event';
import { BadToolError } from './bad-tool.error';

/** A tool that the model may call. `problem` is null when the input fits the tool's schema. */
export interface UsableTool {
  readonly tool: AgentTool;
  problem(input: unknown): string | null;
}

/** What both vendors accept as the name of a function. */
const TOOL_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** The registered tools as the loop needs them: definitions for the prompt, validated inputs. Checked at boot. */
@Injectable()
export class ToolBox implements OnApplicationBootstrap {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  private usable: ReadonlyMap<string, UsableTool> | undefined;

  constructor(private readonly registry: AgentToolRegistry) {}

  /** @throws BadToolError for a tool whose name or schema no model could use. */
  onApplicationBootstrap(): void {
    this.tools();
  }

  /** Sorted by name, so that the prompt's prefix is the same in every run. */
  definitions(): ToolDefinition[] {
    return [...this.tools()].map(([name, { tool }]) => ({
      name,
      description: tool.description,
      inputSchema: tool.inputSchema,
    }));
  }

  /** The definitions with the effect of each tool. */
  offered(): LoopTool[] {
    return this.definitions().map((definition) => ({
      ...definition,
      effect: this.find(definition.name)?.tool.effect ?? 'write',
    }));
  }

  find(name: string): UsableTool | undefined {
    return this.tools().get(name);
  }

  names(): string[] {
    return [...this.tools().keys()];
  }

  private tools(): ReadonlyMap<string, UsableTool> {
    this.usable ??= new Map(
      this.registry
        .all()
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, provider }) => [name, this.prepare(name, provider)]),
    );
    return this.usable;
  }

  private prepare(name: string, tool: AgentTool): UsableTool {
    if (!TOOL_NAME.test(name)) throw new BadToolError(name, `its name does not match ${TOOL_NAME.source}`);
    const validate = this.compile(name, tool);
    return {
      tool,
      problem: (input) =>
        validate(input) ? null : this.ajv.errorsText(validate.errors, { dataVar: 'input' }),
    };
  }

  private compile(name: string, tool: AgentTool): ValidateFunction {
    try {
      return this.ajv.compile(tool.inputSchema);
    } catch (error) {
      throw new BadToolError(name, `its input schema is not a JSON Schema: ${String(error)}`);
    }
  }
}
