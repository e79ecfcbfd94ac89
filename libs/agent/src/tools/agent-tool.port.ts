import { Injectable } from '@nestjs/common';
import type { JsonSchema } from '@anton/models';
import { createNamedDecorator, NamedRegistry } from '@anton/platform';
import type { Workspace } from '@anton/workspace';
import type { CheckSession } from '../checks/check-session';
import type { FinishClaim } from '../loop/finish-claim';

const KEY = 'anton:agent-tool';

/** Registers a class as a tool of the coding agent; `name` is what the model calls, `^[a-z][a-z0-9_]{0,63}$`. */
export const AgentToolProvider = createNamedDecorator(KEY);

/** What the work tree differs in from the base, as git computed it outside the workspace. */
export interface WorkChange {
  /** The whole tree's id: two equal ones mean that nothing changed in between. */
  readonly treeSha: string;
  /** A unified diff. */
  readonly text: string;
  readonly files: readonly {
    readonly path: string;
    readonly status: 'added' | 'modified' | 'deleted';
    readonly addedLines: number;
    readonly deletedLines: number;
  }[];
}

/** What a tool may use. It belongs to one run; a registered tool is a singleton and holds no state of a run. */
export interface ToolContext {
  readonly workspace: Workspace;
  readonly checks: CheckSession;
  readonly change: () => Promise<WorkChange>;
  /** Takes known secrets and shapes of tokens out of a text. Every answer of a tool passes it anyway. */
  readonly redact: (text: string) => string;
  /** Aborted when the run must stop; a tool gives up within a second. */
  readonly signal: AbortSignal;
}

/** What the model reads. An expected failure is a result with `isError`, never a throw. */
export interface ToolResult {
  readonly content: string;
  readonly isError: boolean;
  /** Where the full text lies that `content` is a part of, if somewhere. */
  readonly logPath?: string;
  /** Set by the tool that ends the work. */
  readonly claim?: FinishClaim;
}

/**
 * One tool of the coding agent. "Many of": a team adds one by decorating a provider with {@link AgentToolProvider}
 * in a module named in ANTON_EXTENSIONS. Name, description and schema are part of the cached prompt prefix:
 * they must be byte-stable, without dates, ids or paths.
 */
export abstract class AgentTool {
  abstract readonly description: string;

  /** The input, as a JSON Schema object. It is checked before {@link execute} is called. */
  abstract readonly inputSchema: JsonSchema;

  /** `read` calls of one turn run concurrently; `write` calls run in the order the model gave. */
  abstract readonly effect: 'read' | 'write';

  /** True for one whose effect is in this process alone: a killed run that goes on executes it again, though its answer is known. */
  readonly again?: boolean;

  abstract execute(input: Readonly<Record<string, unknown>>, context: ToolContext): Promise<ToolResult>;
}

/** A tool under the name that the model calls it by. */
export interface NamedTool {
  readonly name: string;
  readonly tool: AgentTool;
}

/** The tools of this process, by name. */
@Injectable()
export class AgentToolRegistry extends NamedRegistry<AgentTool> {
  protected override readonly key = KEY;
  protected override readonly kind = 'agent tool';
}
