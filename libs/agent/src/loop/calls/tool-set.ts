import type { ToolDefinition } from '@anton/models';
import type { AgentTool, NamedTool } from '../../tools/agent-tool.port';
import type { LoopTool } from '../loop-event';
import { BadToolError } from './bad-tool.error';
import { inputCheck, type InputCheck } from './input-check';

/** A tool that the model may call. `problem` is null when the input fits the tool's schema. */
export interface UsableTool {
  readonly tool: AgentTool;
  readonly problem: InputCheck;
}

/** What both vendors accept as the name of a function. */
const TOOL_NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** @throws BadToolError for a tool whose name or schema no model could use. */
export function usableTool({ name, tool }: NamedTool, isForeign: boolean): UsableTool {
  if (!TOOL_NAME.test(name)) throw new BadToolError(name, `its name does not match ${TOOL_NAME.source}`);
  try {
    return { tool, problem: inputCheck(tool.inputSchema, { isForeign }) };
  } catch (error) {
    throw new BadToolError(name, `its input schema is not a JSON Schema: ${String(error)}`);
  }
}

/** The tools of one run as the loop needs them: definitions for the prompt, validated inputs. */
export class ToolSet {
  private readonly tools: ReadonlyMap<string, UsableTool>;

  /** Sorted by name, so that the prompt's prefix is the same for the same tools. */
  constructor(tools: Iterable<readonly [string, UsableTool]>) {
    this.tools = new Map([...tools].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  }

  definitions(): ToolDefinition[] {
    return [...this.tools].map(([name, { tool }]) => ({
      name,
      description: tool.description,
      inputSchema: tool.inputSchema,
    }));
  }

  /** The definitions with the effect of each tool. */
  offered(): LoopTool[] {
    return [...this.tools].map(([name, { tool }]) => ({
      name,
      description: tool.description,
      inputSchema: tool.inputSchema,
      effect: tool.effect,
    }));
  }

  find(name: string): UsableTool | undefined {
    return this.tools.get(name);
  }

  names(): string[] {
    return [...this.tools.keys()];
  }

  [Symbol.iterator](): IterableIterator<[string, UsableTool]> {
    return this.tools.entries();
  }
}
